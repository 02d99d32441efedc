#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace arch::test {

/// A request as it came: its first line and its header, without the empty line.
struct SeenRequest {
  std::string target;  ///< of the first line: `/path?query`, or a whole URL to a proxy
  std::string text;

  /// The value of a header line, letter case ignored; empty when there is none.
  std::string header(std::string_view name) const;
};

/// The other end of a connection, for a script that breaks rules.
class Peer {
public:
  virtual ~Peer() = default;
  /// Sends all of it, or returns false because the client has gone.
  virtual bool send(std::string_view bytes) = 0;
  /// Waits until the client has gone, at most so long; returns whether it has.
  virtual bool wait_until_gone(int milliseconds) = 0;
};

/// What a page answers: whole bytes of HTTP go out by `peer`. Returns whether the connection stays
/// open for another request.
using Script = std::function<bool(const SeenRequest&, Peer&)>;

/// An answer with a right Content-Length. `header` is of whole lines, each with \r\n.
std::string http_answer(std::string_view status, std::string_view header, std::string_view body);

/// A script that always answers so.
Script always(std::string answer);

/// `size` zeros as gzip, a thousandth as long.
std::string gzip_bomb(std::size_t size);

/// A TLS certificate that signs itself, made at the time of the test.
struct Certificate {
  std::string pem;      ///< the certificate
  std::string key_pem;  ///< its key
};
Certificate make_certificate(const std::string& host);

/// An HTTP server on loopback that does what a test says, each connection in a thread of its own.
class ScriptedServer {
public:
  ScriptedServer();
  /// Speaks TLS.
  explicit ScriptedServer(const Certificate& certificate);
  ScriptedServer(const ScriptedServer&) = delete;
  ScriptedServer& operator=(const ScriptedServer&) = delete;
  ~ScriptedServer();

  /// What a path (without query) answers from now on. Others answer 404. The path `*` is all of
  /// them.
  void on(std::string path, Script script);

  std::uint16_t port() const { return port_; }
  /// `http://127.0.0.1:PORT` and the path.
  std::string url(std::string_view path) const;
  /// All requests so far, in order.
  std::vector<SeenRequest> seen() const;
  std::size_t connections() const { return connections_; }

private:
  struct Tls;
  void listen();
  void accept_all();
  void serve(int socket);
  bool serve_one(Peer& peer,
                 std::string& buffer,
                 const std::function<long(char*, std::size_t)>& read);

  std::unique_ptr<Tls> tls_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<std::size_t> connections_{0};
  std::atomic<bool> stopping_{false};
  mutable std::mutex mutex_;
  std::map<std::string, Script, std::less<>> scripts_;
  std::vector<SeenRequest> seen_;
  std::vector<int> sockets_;
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace arch::test
