#include "http/transfer.hpp"

#include "base/ascii.hpp"
#include "base/error.hpp"
#include "base/printable.hpp"
#include "http/address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include <sys/socket.h>

namespace arch::http {

namespace {

constexpr std::string_view accept =
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

constexpr long not_modified = 304;

bool is_redirect(long status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/// Whether the variable no_proxy, a list of hosts with commas, names a host or a domain above it.
bool is_named(std::string_view list, std::string_view host) {
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    std::string_view entry = list.substr(0, end);
    while (!entry.empty() && (entry.front() == ' ' || entry.front() == '.')) {
      entry.remove_prefix(1);
    }
    while (!entry.empty() && entry.back() == ' ') {
      entry.remove_suffix(1);
    }
    const std::string name = ascii_lowered(entry);
    if (name == "*" || (!name.empty() && (host == name || host.ends_with("." + name)))) {
      return true;
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

FailureKind kind_of(CURLcode code) {
  switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return FailureKind::dns;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_PROXY:
      return FailureKind::proxy;
    case CURLE_COULDNT_CONNECT:
      return FailureKind::refused;
    case CURLE_OPERATION_TIMEDOUT:
      return FailureKind::timeout;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
      return FailureKind::tls;
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
      return FailureKind::truncated;
    default:
      return FailureKind::malformed;
  }
}

}  // namespace

Transfer::Transfer(Request request, const FetcherOptions& options)
    : request_{std::move(request)},
      options_{options},
      easy_{curl_easy_init()},
      url_{request_.url.without_fragment()} {
  if (!easy_) {
    throw Error{ErrorKind::io, "starting a transfer: out of memory"};
  }
}

Failure Transfer::make_failure(FailureKind kind, std::string_view reason) const {
  return {.kind = kind, .reason = one_line(reason), .url = url_, .hops = hops_};
}

void Transfer::set_limits() {
  const Limits& limits = request_.limits;
  const auto spent = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed_);
  const auto left = std::max<std::int64_t>((limits.total_time - spent).count(), 1);
  curl_easy_setopt(easy(), CURLOPT_TIMEOUT_MS, static_cast<long>(left));
  curl_easy_setopt(
      easy(), CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect_time.count()));
  curl_easy_setopt(easy(), CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits.slow_time.count()));
  curl_easy_setopt(easy(), CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(limits.min_speed));
}

void Transfer::set_callbacks() {
  curl_easy_setopt(easy(), CURLOPT_HEADERFUNCTION, &Transfer::on_header);
  curl_easy_setopt(easy(), CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy(), CURLOPT_WRITEFUNCTION, &Transfer::on_body);
  curl_easy_setopt(easy(), CURLOPT_WRITEDATA, this);
  curl_easy_setopt(easy(), CURLOPT_XFERINFOFUNCTION, &Transfer::on_progress);
  curl_easy_setopt(easy(), CURLOPT_XFERINFODATA, this);
  curl_easy_setopt(easy(), CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(easy(), CURLOPT_OPENSOCKETFUNCTION, &Transfer::on_socket);
  curl_easy_setopt(easy(), CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy(), CURLOPT_ERRORBUFFER, message_.data());
  curl_easy_setopt(easy(), CURLOPT_PRIVATE, this);
}

/// For each hop: what was meant for one server must not reach another.
void Transfer::set_headers() {
  headers_.reset();
  const auto append = [&](const std::string& line) {
    curl_slist* longer = curl_slist_append(headers_.get(), line.c_str());
    if (longer == nullptr) {
      throw Error{ErrorKind::io, "starting a transfer: out of memory"};
    }
    if (!headers_) {  // else it was appended to what we have
      headers_.reset(longer);
    }
  };
  const bool is_own_origin = url_.origin() == request_.url.origin();
  const auto sends_own = [&](std::string_view name) {
    return is_own_origin && std::ranges::any_of(request_.headers, [&](const Header& header) {
             return ascii_lowered(header.name) == name;
           });
  };
  if (!sends_own("accept")) {
    append("Accept: " + std::string{accept});
  }
  const bool asks_itself = sends_own("if-none-match") || sends_own("if-modified-since");
  sends_validators_ = asks_itself;
  if (!asks_itself && url_ == request_.validated.value_or(request_.url).without_fragment()) {
    sends_validators_ = !request_.etag.empty() || !request_.last_modified.empty();
    if (!request_.etag.empty()) {
      append("If-None-Match: " + request_.etag);
    }
    if (!request_.last_modified.empty()) {
      append("If-Modified-Since: " + request_.last_modified);
    }
  }
  if (is_own_origin) {
    for (const Header& header : request_.headers) {
      // curl's ways to send an empty value, and to send any.
      append(header.value.empty() ? header.name + ";" : header.name + ": " + header.value);
    }
  }
  curl_easy_setopt(easy(), CURLOPT_HTTPHEADER, headers_.get());
}

void Transfer::set_proxy() {
  is_by_proxy_ = !options_.proxy.empty() && !is_named(options_.no_proxy, url_.host());
  // Never unset: curl would read the environment then.
  curl_easy_setopt(easy(), CURLOPT_PROXY, is_by_proxy_ ? options_.proxy.c_str() : "");
  curl_easy_setopt(easy(), CURLOPT_NOPROXY, "");
}

std::optional<Failure> Transfer::prepare() {
  if (!options_.allow_private && is_private_address(std::string{url_.host()})) {
    return make_failure(FailureKind::private_address,
                        fmt::format("{} is not a public address", url_.host()));
  }
  header_reader_ = {};
  body_.clear();
  refused_address_.clear();
  stop_ = Stop::none;
  message_[0] = '\0';
  CURL* curl = easy();
  if (hops_.empty()) {
    set_callbacks();
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    curl_easy_setopt(curl, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    // Else a name that is still being looked up would hold up all transfers when it is given up.
    curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");  // all that curl can decode
    curl_easy_setopt(curl, CURLOPT_COOKIEFILE, "");       // cookies, from no file
    curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, options_.user_agent.c_str());
    if (!options_.ca_file.empty()) {
      curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
    }
  }
  curl_easy_setopt(curl, CURLOPT_URL, url_.text().c_str());
  set_limits();
  set_headers();
  set_proxy();
  return std::nullopt;
}

std::size_t Transfer::on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const std::string_view line{data, size * count};
  if (!transfer.header_reader_.add(line, transfer.request_.limits.header_bytes)) {
    transfer.stop_ = Stop::header_bytes;
    return 0;
  }
  return line.size();
}

std::size_t Transfer::on_body(char* data, std::size_t size, std::size_t count, void* self) {
  auto& transfer = *static_cast<Transfer*>(self);
  const ByteView piece = as_bytes({data, size * count});
  const std::size_t room = transfer.request_.limits.body_bytes - transfer.body_.size();
  const std::size_t taken = std::min(room, piece.size());
  transfer.body_.insert(
      transfer.body_.end(), piece.begin(), piece.begin() + static_cast<std::ptrdiff_t>(taken));
  if (taken < piece.size()) {
    transfer.stop_ = Stop::body_bytes;
    return 0;
  }
  return piece.size();
}

int Transfer::on_progress(void* self, curl_off_t, curl_off_t now, curl_off_t, curl_off_t) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (static_cast<std::size_t>(now) > transfer.request_.limits.wire_bytes) {
    transfer.stop_ = Stop::wire_bytes;
    return 1;
  }
  return 0;
}

curl_socket_t Transfer::on_socket(void* self, curlsocktype, curl_sockaddr* address) {
  auto& transfer = *static_cast<Transfer*>(self);
  if (!transfer.options_.allow_private && !transfer.is_by_proxy_ && !is_public(address->addr)) {
    transfer.refused_address_ = to_text(address->addr);
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::optional<Failure> Transfer::failure_of(CURLcode code) const {
  const Limits& limits = request_.limits;
  switch (stop_) {
    case Stop::header_bytes:
      return make_failure(FailureKind::too_large,
                          fmt::format("the header is larger than {} bytes", limits.header_bytes));
    case Stop::body_bytes:
    case Stop::wire_bytes:
      if (request_.excess == Excess::cut) {
        return std::nullopt;
      }
      return make_failure(
          FailureKind::too_large,
          stop_ == Stop::body_bytes
              ? fmt::format("the body is larger than {} bytes", limits.body_bytes)
              : fmt::format("the body is larger than {} bytes as it comes", limits.wire_bytes));
    case Stop::none:
      break;
  }
  if (code == CURLE_OK) {
    return std::nullopt;
  }
  if (code == CURLE_COULDNT_CONNECT && !refused_address_.empty()) {
    return make_failure(
        FailureKind::private_address,
        fmt::format(
            "{} leads to {}, which is not a public address", url_.host(), refused_address_));
  }
  const std::string_view said{message_.data()};
  const bool is_connecting_to_proxy = is_by_proxy_ && code == CURLE_COULDNT_CONNECT;
  return make_failure(is_connecting_to_proxy ? FailureKind::proxy : kind_of(code),
                      said.empty() ? std::string_view{curl_easy_strerror(code)} : said);
}

std::optional<Failure> Transfer::follow(std::string_view location) {
  const std::optional<Url> next = Url::parse(location, url_);
  if (!next) {
    return make_failure(FailureKind::bad_redirect,
                        fmt::format("redirects to {}, which is no URL of http or https",
                                    one_line(location.substr(0, 200))));
  }
  if (hops_.size() == request_.limits.redirects) {
    return make_failure(FailureKind::too_many_redirects,
                        fmt::format("more than {} redirects", request_.limits.redirects));
  }
  long status = 0;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  hops_.push_back({.url = url_, .status = static_cast<int>(status)});
  url_ = next->without_fragment();
  if (request_.may_follow && !request_.may_follow(url_)) {
    return make_failure(FailureKind::not_followed,
                        fmt::format("redirects to {}, which may not be asked", url_.text()));
  }
  return prepare();
}

std::optional<Result> Transfer::finish(CURLcode code) {
  curl_off_t time = 0;
  curl_easy_getinfo(easy(), CURLINFO_TOTAL_TIME_T, &time);
  elapsed_ += std::chrono::microseconds{time};
  if (std::optional<Failure> failure = failure_of(code)) {
    return *std::move(failure);
  }
  long status = 0;
  curl_off_t wire_bytes = 0;
  const char* address = nullptr;
  curl_easy_getinfo(easy(), CURLINFO_RESPONSE_CODE, &status);
  if (status == not_modified && !sends_validators_) {
    return make_failure(FailureKind::malformed,
                        "the server answered 304 to a request without validators");
  }
  curl_easy_getinfo(easy(), CURLINFO_SIZE_DOWNLOAD_T, &wire_bytes);
  curl_easy_getinfo(easy(), CURLINFO_PRIMARY_IP, &address);
  Response response{.url = url_,
                    .status = static_cast<int>(status),
                    .headers = header_reader_.take(),
                    .is_cut = stop_ != Stop::none,
                    .wire_bytes = static_cast<std::size_t>(wire_bytes),
                    .elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(elapsed_),
                    .address = address == nullptr ? "" : address};
  const std::optional<std::string_view> location = response.find_header("location");
  if (is_redirect(status) && location) {
    std::optional<Failure> failure = follow(*location);
    return failure ? std::optional<Result>{*std::move(failure)} : std::nullopt;
  }
  response.body = std::move(body_);
  response.hops = std::move(hops_);
  return response;
}

}  // namespace arch::http
