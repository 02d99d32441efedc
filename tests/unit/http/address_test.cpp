#include "http/address.hpp"

#include <gmock/gmock.h>

#include <string>

namespace arch::http {
namespace {

TEST(Address, OnThePublicNetwork) {
  for (const char* host : {"1.1.1.1",
                           "9.255.255.255",
                           "11.0.0.0",
                           "100.63.255.255",
                           "100.128.0.0",
                           "172.15.255.255",
                           "172.32.0.0",
                           "192.169.0.1",
                           "223.255.255.255",
                           "[2606:4700::1111]",
                           "[::ffff:1.1.1.1]",
                           "[64:ff9b::1.1.1.1]",
                           "[2002:101:101::]"}) {
    EXPECT_FALSE(is_private_address(host)) << host;
  }
}

TEST(Address, NotOnThePublicNetwork) {
  for (const char* host : {"0.0.0.0",
                           "0.1.2.3",
                           "10.0.0.1",
                           "100.64.0.1",
                           "100.127.255.255",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.1",
                           "192.0.2.1",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "224.0.0.1",
                           "239.255.255.255",
                           "240.0.0.1",
                           "255.255.255.255",
                           "[::]",
                           "[::1]",
                           "[::ffff:127.0.0.1]",
                           "[::ffff:a00:1]",
                           "[::127.0.0.1]",
                           "[64:ff9b::10.0.0.1]",
                           "[64:ff9b:1::1]",
                           "[100::1]",
                           "[2001::1]",
                           "[2001:db8::1]",
                           "[2002:7f00:1::]",
                           "[3fff::1]",
                           "[fc00::1]",
                           "[fdff::1]",
                           "[fe80::1]",
                           "[fec0::1]",
                           "[ff02::1]"}) {
    EXPECT_TRUE(is_private_address(host)) << host;
  }
}

TEST(Address, NamesAreNone) {
  EXPECT_FALSE(is_private_address("localhost"));
  EXPECT_FALSE(is_private_address("10.example"));
}

}  // namespace
}  // namespace arch::http
