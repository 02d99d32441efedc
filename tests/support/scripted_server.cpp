#include "support/scripted_server.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <stdexcept>
#include <utility>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

namespace arch::test {
namespace {

template <auto free_function>
struct Freed {
  template <typename T>
  void operator()(T* pointer) const {
    free_function(pointer);
  }
};
template <typename T, auto free_function>
using Owned = std::unique_ptr<T, Freed<free_function>>;

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, [](unsigned char a, unsigned char b) {
    return std::tolower(a) == std::tolower(b);
  });
}

bool is_gone(int socket, int milliseconds) {
  pollfd waited{.fd = socket, .events = POLLIN | POLLRDHUP, .revents = 0};
  if (poll(&waited, 1, milliseconds) <= 0) {
    return false;
  }
  std::array<char, 1> byte{};
  return (waited.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0 ||
         recv(socket, byte.data(), byte.size(), MSG_PEEK) <= 0;
}

class PlainPeer : public Peer {
public:
  explicit PlainPeer(int socket) : socket_{socket} {}
  bool send(std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) {
        return false;
      }
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  bool wait_until_gone(int milliseconds) override { return is_gone(socket_, milliseconds); }

private:
  int socket_;
};

class TlsPeer : public Peer {
public:
  TlsPeer(SSL* ssl, int socket) : ssl_{ssl}, socket_{socket} {}
  bool send(std::string_view bytes) override {
    return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
  }
  bool wait_until_gone(int milliseconds) override { return is_gone(socket_, milliseconds); }

private:
  SSL* ssl_;
  int socket_;
};

std::string read_all(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

}  // namespace

struct ScriptedServer::Tls {
  Owned<SSL_CTX, SSL_CTX_free> context;
};

std::string SeenRequest::header(std::string_view name) const {
  for (std::size_t begin = text.find("\r\n"); begin != std::string::npos;) {
    begin += 2;
    const std::size_t end = text.find("\r\n", begin);
    const std::string_view line = std::string_view{text}.substr(begin, end - begin);
    const std::size_t colon = line.find(": ");
    if (colon != std::string_view::npos && equals_ignoring_case(line.substr(0, colon), name)) {
      return std::string{line.substr(colon + 2)};
    }
    begin = end;
  }
  return {};
}

std::string http_answer(std::string_view status, std::string_view header, std::string_view body) {
  std::string answer = "HTTP/1.1 " + std::string{status} + "\r\n" + std::string{header};
  answer += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  return answer += body;
}

std::string gzip_bomb(std::size_t size) {
  z_stream stream{};
  constexpr int gzip = 16;
  deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + gzip, 9, Z_DEFAULT_STRATEGY);
  std::string zeros(size, '\0');
  std::string packed(deflateBound(&stream, size), '\0');
  stream.next_in = reinterpret_cast<unsigned char*>(zeros.data());
  stream.avail_in = static_cast<unsigned>(size);
  stream.next_out = reinterpret_cast<unsigned char*>(packed.data());
  stream.avail_out = static_cast<unsigned>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

Script always(std::string answer) {
  return [answer = std::move(answer)](const SeenRequest&, Peer& peer) { return peer.send(answer); };
}

Certificate make_certificate(const std::string& host) {
  const Owned<EVP_PKEY, EVP_PKEY_free> key{EVP_EC_gen("P-256")};
  const Owned<X509, X509_free> certificate{X509_new()};
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -86'400);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86'400);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(
      name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(host.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  const std::string names = "DNS:" + host;
  const Owned<X509_EXTENSION, X509_EXTENSION_free> extension{
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str())};
  X509_add_ext(certificate.get(), extension.get(), -1);
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  const Owned<BIO, BIO_free> pem{BIO_new(BIO_s_mem())};
  PEM_write_bio_X509(pem.get(), certificate.get());
  const Owned<BIO, BIO_free> key_pem{BIO_new(BIO_s_mem())};
  PEM_write_bio_PrivateKey(key_pem.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {.pem = read_all(pem.get()), .key_pem = read_all(key_pem.get())};
}

ScriptedServer::ScriptedServer() {
  listen();
}

ScriptedServer::ScriptedServer(const Certificate& certificate) : tls_{std::make_unique<Tls>()} {
  tls_->context.reset(SSL_CTX_new(TLS_server_method()));
  const Owned<BIO, BIO_free> pem{BIO_new_mem_buf(certificate.pem.data(), -1)};
  const Owned<X509, X509_free> x509{PEM_read_bio_X509(pem.get(), nullptr, nullptr, nullptr)};
  const Owned<BIO, BIO_free> key_pem{BIO_new_mem_buf(certificate.key_pem.data(), -1)};
  const Owned<EVP_PKEY, EVP_PKEY_free> key{
      PEM_read_bio_PrivateKey(key_pem.get(), nullptr, nullptr, nullptr)};
  if (SSL_CTX_use_certificate(tls_->context.get(), x509.get()) != 1 ||
      SSL_CTX_use_PrivateKey(tls_->context.get(), key.get()) != 1) {
    throw std::runtime_error{"the certificate cannot be used"};
  }
  std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  listen();
}

void ScriptedServer::listen() {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (listener_ < 0 || bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 128) != 0 ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    throw std::runtime_error{"no server on loopback"};
  }
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread{[this] { accept_all(); }};
}

ScriptedServer::~ScriptedServer() {
  stopping_ = true;
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  {
    const std::scoped_lock lock{mutex_};
    for (const int socket : sockets_) {
      shutdown(socket, SHUT_RDWR);
    }
  }
  for (std::thread& thread : threads_) {
    thread.join();
  }
  for (const int socket : sockets_) {
    close(socket);
  }
  close(listener_);
}

void ScriptedServer::accept_all() {
  while (!stopping_) {
    const int socket = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) {
      return;
    }
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ++connections_;
    const std::scoped_lock lock{mutex_};
    sockets_.push_back(socket);
    threads_.emplace_back([this, socket] {
      serve(socket);
      shutdown(socket, SHUT_RDWR);
    });
  }
}

void ScriptedServer::serve(int socket) {
  std::string buffer;
  if (!tls_) {
    PlainPeer peer{socket};
    while (serve_one(
        peer, buffer, [&](char* to, std::size_t size) { return recv(socket, to, size, 0); })) {
    }
    return;
  }
  const Owned<SSL, SSL_free> ssl{SSL_new(tls_->context.get())};
  SSL_set_fd(ssl.get(), socket);
  if (SSL_accept(ssl.get()) != 1) {
    return;
  }
  TlsPeer peer{ssl.get(), socket};
  while (serve_one(peer, buffer, [&](char* to, std::size_t size) {
    return static_cast<long>(SSL_read(ssl.get(), to, static_cast<int>(size)));
  })) {
  }
}

bool ScriptedServer::serve_one(Peer& peer,
                               std::string& buffer,
                               const std::function<long(char*, std::size_t)>& read) {
  std::size_t end = 0;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
    std::array<char, 4096> piece{};
    const long size = read(piece.data(), piece.size());
    if (size <= 0) {
      return false;
    }
    buffer.append(piece.data(), static_cast<std::size_t>(size));
  }
  SeenRequest request{.target = {}, .text = buffer.substr(0, end + 2)};
  buffer.erase(0, end + 4);
  const std::size_t target = request.text.find(' ') + 1;
  request.target = request.text.substr(target, request.text.find(' ', target) - target);
  Script script = always(http_answer("404 Not Found", "", "not found"));
  {
    const std::scoped_lock lock{mutex_};
    seen_.push_back(request);
    const std::string path = request.target.substr(0, request.target.find('?'));
    auto found = scripts_.find(path);
    found = found == scripts_.end() ? scripts_.find("*") : found;
    if (found != scripts_.end()) {
      script = found->second;
    }
  }
  return script(request, peer);
}

void ScriptedServer::on(std::string path, Script script) {
  const std::scoped_lock lock{mutex_};
  scripts_.insert_or_assign(std::move(path), std::move(script));
}

std::string ScriptedServer::url(std::string_view path) const {
  return (tls_ ? "https://127.0.0.1:" : "http://127.0.0.1:") + std::to_string(port_) +
         std::string{path};
}

std::vector<SeenRequest> ScriptedServer::seen() const {
  const std::scoped_lock lock{mutex_};
  return seen_;
}

}  // namespace arch::test
