#pragma once

#include "base/c_ptr.hpp"
#include "http/fetcher.hpp"
#include "http/header_reader.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <curl/curl.h>

namespace arch::http {

/// One fetch with its redirects, as libcurl's callbacks see it. Must not move once prepare() was
/// called.
class Transfer {
public:
  /// Both options must outlive it.
  Transfer(Request request, const FetcherOptions& options);
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;
  ~Transfer() = default;

  CURL* easy() { return easy_.get(); }

  /// Readies the handle for the first request. Returns why it cannot be made, if so.
  std::optional<Failure> prepare();

  /// What became of the request: the result, or nullopt when it was a redirect and the handle is
  /// ready for the next request.
  std::optional<Result> finish(CURLcode code);

  Failure make_failure(FailureKind kind, std::string_view reason) const;

private:
  static std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self);
  static std::size_t on_body(char* data, std::size_t size, std::size_t count, void* self);
  static int on_progress(
      void* self, curl_off_t total, curl_off_t now, curl_off_t up_total, curl_off_t up_now);
  static curl_socket_t on_socket(void* self, curlsocktype purpose, curl_sockaddr* address);

  void set_limits();
  void set_callbacks();
  void set_headers();
  void set_proxy();
  std::optional<Failure> failure_of(CURLcode code) const;
  std::optional<Failure> follow(std::string_view location);

  Request request_;
  const FetcherOptions& options_;
  CPtr<CURL, curl_easy_cleanup> easy_;
  CPtr<curl_slist, curl_slist_free_all> headers_;
  std::array<char, CURL_ERROR_SIZE> message_{};

  Url url_;
  std::vector<Hop> hops_;
  std::chrono::microseconds elapsed_{0};  // of all hops
  // Of this hop:
  HeaderReader header_reader_;
  Bytes body_;
  bool is_by_proxy_ = false;
  bool sends_validators_ = false;  ///< with this hop
  std::string refused_address_;    // by the guard
  enum class Stop { none, header_bytes, body_bytes, wire_bytes } stop_ = Stop::none;
};

}  // namespace arch::http
