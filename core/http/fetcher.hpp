#pragma once

#include "base/bytes.hpp"
#include "http/url.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace arch::http {

/// A line of a header: name and value. Names of answers are in lower case; values are as they came,
/// without spaces at their ends, and may hold any bytes but line ends.
struct Header {
  std::string name;
  std::string value;

  friend bool operator==(const Header&, const Header&) = default;
};

/// What one fetch may cost, with all its redirects.
struct Limits {
  /// To look up the name, connect and agree on TLS; of each hop.
  std::chrono::milliseconds connect_time{15'000};
  /// All of it, from the start to the last byte.
  std::chrono::milliseconds total_time{60'000};
  /// For so long it may stay slower than min_speed, in bytes a second, before it is given up: a
  /// server that sends a byte now and then shall not hold a connection for all of total_time.
  std::chrono::seconds slow_time{20};
  std::uint32_t min_speed = 100;
  /// The largest of 3,410 pages of news sites had 9 MB; arch takes pages of up to 64 MiB.
  std::size_t wire_bytes = std::size_t{16} << 20;     ///< of one body, as it came
  std::size_t body_bytes = std::size_t{32} << 20;     ///< of one body, decompressed
  std::size_t header_bytes = std::size_t{256} << 10;  ///< of one answer's header
  unsigned redirects = 10;
};

/// What becomes of a body that is larger than Limits allow.
enum class Excess : std::uint8_t {
  fail,  ///< FailureKind::too_large
  cut,   ///< its beginning is the answer's body
};

/// A page to fetch by GET.
struct Request {
  Url url;
  /// Validators of what we have, verbatim as the server gave them; empty for none.
  std::string etag = {};           ///< If-None-Match
  std::string last_modified = {};  ///< If-Modified-Since
  /// The URL that gave them, to which alone they are sent: where `url` redirected last time.
  /// Absent: `url`.
  std::optional<Url> validated = {};
  /// Further lines, sent to the origin of `url` only. May replace our own (User-Agent, Accept …).
  std::vector<Header> headers = {};
  Limits limits = {};
  Excess excess = Excess::fail;
  /// Asked before a redirect is followed; what it refuses ends with FailureKind::not_followed.
  /// Empty: all are followed. Called within run().
  std::function<bool(const Url& next)> may_follow = {};
};

/// A redirect that was followed.
struct Hop {
  Url url;         ///< that was asked
  int status = 0;  ///< 301, 302, 303, 307, 308
};

/// An answer. Not only of success: any status that is no redirect to follow.
struct Response {
  Url url;                           ///< that answered, the last of the chain
  int status = 0;                    ///< 200 to 599; 3xx when it has no usable Location, 304 too
  std::vector<Header> headers = {};  ///< of this answer, in order
  Bytes body = {};                   ///< without Content-Encoding
  bool is_cut = false;               ///< by Excess::cut
  std::vector<Hop> hops = {};        ///< the redirects before it
  std::size_t wire_bytes = 0;        ///< of the body, as it came
  std::chrono::milliseconds elapsed{0};
  std::string address = {};  ///< the IP address that answered, or of the proxy

  /// The value of the first line of this name (in lower case), or nullopt.
  std::optional<std::string_view> find_header(std::string_view name) const;
};

/// Why there is no answer.
enum class FailureKind : std::uint8_t {
  dns,                 ///< the name has no address
  refused,             ///< no connection: refused, no route, reset while connecting
  tls,                 ///< no TLS, or a certificate that does not verify
  timeout,             ///< connect_time, total_time or slow_time
  truncated,           ///< the connection ended before the answer did
  malformed,           ///< the server broke the protocol, or an encoding of the body
  too_large,           ///< wire_bytes, body_bytes or header_bytes
  too_many_redirects,  ///< more than `redirects`, or a loop
  bad_redirect,        ///< to another scheme, or to no URL
  not_followed,        ///< Request::may_follow refused it; Failure::url is where it leads
  private_address,     ///< it leads to an address that is not public
  proxy,               ///< the proxy did not work
  cancelled,           ///< Fetcher::cancel()
};

/// `dns`, `too large` …: for people and JSON.
std::string_view name_of(FailureKind kind);

struct Failure {
  FailureKind kind = FailureKind::dns;
  std::string reason;           ///< one printable line: "could not look up example.org"
  std::optional<Url> url = {};  ///< that failed, the last of the chain
  std::vector<Hop> hops = {};
};

using Result = std::variant<Response, Failure>;

/// Who we are on the network, and what we reach.
struct FetcherOptions {
  /// The value of User-Agent: see make_user_agent().
  std::string user_agent = {};
  /// `http://host:port`, `socks5h://…`; empty: none. The addresses that names lead to are then the
  /// proxy's business: only those written as numbers are refused.
  std::string proxy = {};
  /// Hosts that are reached without the proxy, as in the variable no_proxy.
  std::string no_proxy = {};
  /// Whether loopback, private, link-local and other addresses that are not public are reached.
  bool allow_private = false;
  /// A file of certificates to trust; empty: the system's.
  std::string ca_file = {};
  /// Connections that are kept open for later requests.
  std::size_t kept_connections = 256;
  /// Connections to one host (and one for HTTP/2, which shares it); 0: any number.
  std::size_t connections_per_host = 0;
  /// Connections at all, in use and kept; further requests wait. 0: any number.
  std::size_t connections = 0;
};

/// Returns `arch/0.1 (+https://example.org/bot)`: the product token that robots.txt names, the
/// version, and where a site's owner finds us. Without a contact only `arch/0.1`. Throws
/// Error{usage} when the contact is not printable ASCII or has brackets.
std::string make_user_agent(std::string_view version, std::string_view contact);

/// The product token of ours, for robots.txt.
inline constexpr std::string_view product_token = "arch";

/// Fetches pages, one or thousands at a time, in one thread and without blocking it.
///
///   - HTTP/1.1 and 2, TLS verified, connections kept and shared; gzip, deflate, br, zstd.
///   - Only http and https, also after redirects, which are read by the WHATWG's rules, as browsers
///     do. A server's cookies live for one fetch with its redirects.
///   - An address that is not public is refused after its name was looked up, for each redirect
///     anew, so that no name can lead there.
///   - Nothing is read from the environment or any file but the certificates.
///
/// Not thread-safe, but for wake(). Callbacks run within run().
class Fetcher {
public:
  using OnDone = std::function<void(Result)>;
  enum class Id : std::uint64_t {};

  /// Throws Error{usage} when the User-Agent has control characters, Error{io} when the system
  /// gives no epoll.
  explicit Fetcher(FetcherOptions options);
  Fetcher(const Fetcher&) = delete;
  Fetcher& operator=(const Fetcher&) = delete;
  /// Drops what is in flight; its callbacks are not called.
  ~Fetcher();

  /// Begins a fetch. `done` is called once, from run(), never from here, and may add others. Throws
  /// Error{usage} when a line of the request has control characters or is no header.
  Id add(Request request, OnDone done);

  /// Ends a fetch: its callback is called from the next run() with FailureKind::cancelled. Nothing
  /// happens when it is done already.
  void cancel(Id id);

  /// How many callbacks are still to come.
  std::size_t active() const;

  /// Waits until a transfer or a timer has something to do, `longest` has passed or wake() was
  /// called; does it and calls back. Returns at once when nothing is active and `longest` is 0.
  void run(std::chrono::milliseconds longest);

  /// Makes run() return soon, or the next one if none runs. From any thread or signal handler.
  void wake();

private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

/// Fetches one page and waits for it. Ends early with FailureKind::cancelled when `stopped` (asked
/// several times a second; may be empty) returns true.
Result fetch(const FetcherOptions& options,
             const Request& request,
             const std::function<bool()>& stopped = {});

}  // namespace arch::http
