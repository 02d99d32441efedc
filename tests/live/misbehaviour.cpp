#include "misbehaviour.hpp"

#include "live_archive.hpp"

namespace arch::test {
namespace {

bool stall(const SeenRequest& /*request*/, Peer& peer) {
  peer.send("HTTP/1.1 200 OK\r\n" + html + "Content-Length: 5000\r\n\r\n<!doctype html><h1>Fl");
  peer.wait_until_gone(60'000);
  return false;
}

bool send_a_byte_a_second(const SeenRequest& /*request*/, Peer& peer) {
  peer.send("HTTP/1.1 200 OK\r\n" + html + "Content-Length: 5000\r\n\r\n");
  while (!peer.wait_until_gone(1000) && peer.send("a")) {
  }
  return false;
}

bool send_a_header_of_ten_megabytes(const SeenRequest& /*request*/, Peer& peer) {
  peer.send("HTTP/1.1 200 OK\r\n");
  const std::string line = "X: " + std::string(1019, 'x') + "\r\n";
  for (int i = 0; i < 10 * 1024 && peer.send(line); ++i) {
  }
  return false;
}

bool redirect_for_ever(const SeenRequest& request, Peer& peer) {
  const std::string next = "Location: " + request.target + "x\r\n";
  return peer.send(http_answer("302 Found", next, ""));
}

bool cut_the_body(const SeenRequest& /*request*/, Peer& peer) {
  const std::string page = flood_page("thirteen");
  peer.send("HTTP/1.1 200 OK\r\n" + html + "Content-Length: " + std::to_string(page.size()) +
            "\r\n\r\n" + page.substr(0, page.size() / 2));
  return false;
}

bool cut_the_chunks(const SeenRequest& /*request*/, Peer& peer) {
  peer.send("HTTP/1.1 200 OK\r\n" + html + "Transfer-Encoding: chunked\r\n\r\n3\r\n<h1\r\n");
  return false;
}

/// Says that it sends less than it does, so that the page ends within the article.
bool send_more_than_is_said(const SeenRequest& /*request*/, Peer& peer) {
  const std::string page = flood_page("twelve");
  peer.send("HTTP/1.1 200 OK\r\n" + html +
            "Content-Length: " + std::to_string(page.find("<p>Schools") + 60) + "\r\n\r\n" + page);
  return false;
}

bool speak_no_http(const SeenRequest& /*request*/, Peer& peer) {
  peer.send("SSH-2.0-OpenSSH_9.2\r\n");
  return false;
}

}  // namespace

std::vector<Misbehaviour> misbehaviours() {
  return {
      {"stalled body", stall, "unreachable", "timeout: "},
      {"a byte a second", send_a_byte_a_second, "unreachable", "timeout: "},
      {"10 MB header", send_a_header_of_ten_megabytes, "unreachable", "too large: "},
      {"gzip bomb",
       always(http_answer(
           "200 OK", html + "Content-Encoding: gzip\r\n", gzip_bomb(std::size_t{64} << 20))),
       "unreachable",
       "too large: "},
      {"seven times gzip",
       always(http_answer("200 OK",
                          html + "Content-Encoding: gzip, gzip, gzip, gzip, gzip, gzip, gzip\r\n",
                          gzip_bomb(std::size_t{64} << 20))),
       "unreachable",
       "malformed: "},
      {"endless redirects", redirect_for_ever, "unreachable", "redirects"},
      {"redirect to a file",
       always(http_answer("302 Found", "Location: file:///etc/passwd\r\n", "")),
       "unreachable",
       "file:///etc/passwd"},
      {"body cut short", cut_the_body, "truncated", "truncated: "},
      {"chunks cut short", cut_the_chunks, "truncated", "truncated: "},
      {"more than Content-Length", send_more_than_is_said, "truncated", "truncated: "},
      {"no HTTP", speak_no_http, "unreachable", "malformed: "},
      {"challenge with status 200",
       always(http_answer("200 OK",
                          html,
                          "<!doctype html><title>Just a moment...</title><p>Verify you are human")),
       "blocked",
       "challenge: "},
      {"nothing", always(http_answer("200 OK", html, "")), "empty", "empty: "},
  };
}

}  // namespace arch::test
