#include "http/address.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace arch::http {

namespace {

struct Ipv4Block {
  std::uint32_t address;
  unsigned prefix;
};

constexpr std::uint32_t ipv4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24U | b << 16U | c << 8U | d;
}

/// https://www.iana.org/assignments/iana-ipv4-special-registry/, and multicast.
constexpr std::array special_ipv4{
    Ipv4Block{ipv4(0, 0, 0, 0), 8},        // this network
    Ipv4Block{ipv4(10, 0, 0, 0), 8},       // private
    Ipv4Block{ipv4(100, 64, 0, 0), 10},    // shared, RFC 6598
    Ipv4Block{ipv4(127, 0, 0, 0), 8},      // loopback
    Ipv4Block{ipv4(169, 254, 0, 0), 16},   // link-local: clouds keep their secrets there
    Ipv4Block{ipv4(172, 16, 0, 0), 12},    // private
    Ipv4Block{ipv4(192, 0, 0, 0), 24},     // protocol assignments
    Ipv4Block{ipv4(192, 0, 2, 0), 24},     // documents
    Ipv4Block{ipv4(192, 88, 99, 0), 24},   // once 6to4 relays
    Ipv4Block{ipv4(192, 168, 0, 0), 16},   // private
    Ipv4Block{ipv4(198, 18, 0, 0), 15},    // benchmarks
    Ipv4Block{ipv4(198, 51, 100, 0), 24},  // documents
    Ipv4Block{ipv4(203, 0, 113, 0), 24},   // documents
    Ipv4Block{ipv4(224, 0, 0, 0), 3},      // multicast, reserved, broadcast
};

bool is_public_ipv4(std::uint32_t address) {
  return std::ranges::none_of(special_ipv4, [&](const Ipv4Block& block) {
    return (address ^ block.address) >> (32 - block.prefix) == 0;
  });
}

using Ipv6Bytes = std::array<std::uint8_t, 16>;

std::uint32_t ipv4_within(const Ipv6Bytes& address, std::size_t at) {
  return ipv4(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool begins_with(const Ipv6Bytes& address, std::string_view bytes) {
  return std::memcmp(address.data(), bytes.data(), bytes.size()) == 0;
}

/// https://www.iana.org/assignments/iana-ipv6-special-registry/: beside what translates IPv4, only
/// 2000::/3 is assigned to the public network.
bool is_public_ipv6(const Ipv6Bytes& address) {
  using namespace std::string_view_literals;
  if (begins_with(address, "\0\0\0\0\0\0\0\0\0\0\xFF\xFF"sv) ||    // mapped
      begins_with(address, "\0\x64\xFF\x9B\0\0\0\0\0\0\0\0"sv)) {  // NAT64, RFC 6052
    return is_public_ipv4(ipv4_within(address, 12));
  }
  if (begins_with(address, "\x20\x02"sv)) {  // 6to4
    return is_public_ipv4(ipv4_within(address, 2));
  }
  const bool is_of_protocols =
      begins_with(address, "\x20\x01"sv) && (address[2] & 0xFEU) == 0;  // 2001::/23, Teredo too
  const bool is_of_documents =
      begins_with(address, "\x20\x01\x0D\xB8"sv) ||               // RFC 3849
      (begins_with(address, "\x3F\xFF"sv) && address[2] < 0x10);  // RFC 9637
  return (address[0] & 0xE0U) == 0x20 && !is_of_protocols && !is_of_documents;
}

Ipv6Bytes bytes_of(const in6_addr& address) {
  Ipv6Bytes bytes;
  std::memcpy(bytes.data(), &address, bytes.size());
  return bytes;
}

}  // namespace

bool is_public(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    return is_public_ipv4(ntohl(reinterpret_cast<const sockaddr_in&>(address).sin_addr.s_addr));
  }
  return address.sa_family == AF_INET6 &&
         is_public_ipv6(bytes_of(reinterpret_cast<const sockaddr_in6&>(address).sin6_addr));
}

std::string to_text(const sockaddr& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.sa_family == AF_INET) {
    const in_addr& bytes = reinterpret_cast<const sockaddr_in&>(address).sin_addr;
    inet_ntop(AF_INET, &bytes, text.data(), text.size());
  } else if (address.sa_family == AF_INET6) {
    const in6_addr& bytes = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
    inet_ntop(AF_INET6, &bytes, text.data(), text.size());
  }
  return text.data();
}

bool is_private_address(const std::string& host) {
  in_addr v4{};
  if (inet_pton(AF_INET, host.c_str(), &v4) == 1) {
    return !is_public_ipv4(ntohl(v4.s_addr));
  }
  in6_addr v6{};
  return host.starts_with('[') &&
         (inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &v6) != 1 ||
          !is_public_ipv6(bytes_of(v6)));
}

}  // namespace arch::http
