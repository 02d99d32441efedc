#include "live_archive.hpp"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <regex>

namespace arch::test {
namespace {

std::string little_endian(std::uint64_t number, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) {
    text += static_cast<char>(number >> 8 * i & 0xff);
  }
  return text;
}

}  // namespace

std::string flood_page(const std::string& toll) {
  return "<!doctype html><html lang=en><head><title>Flood</title></head><body><main><article>"
         "<h1>Flood in the valley leaves " +
         toll + " dead</h1><p>The river rose by two metres on Monday night, and " + toll +
         " people died in the lower part of the town, officials of the county said on Tuesday.</p>"
         "<p>The bridge that joins both halves of the town is closed until the engineers have "
         "looked at it, the mayor told reporters on Tuesday morning.</p>"
         "<p>Schools stay closed for the rest of the week, and water has to be boiled before it is "
         "drunk, the county's health office warned those who live along the river.</p>"
         "<p>More rain is expected in the night to Thursday, according to the weather service, but "
         "less than on Monday.</p></article></main></body></html>";
}

std::string feed_of(const std::vector<std::string>& urls, std::string_view doctype) {
  std::string feed = "<?xml version=\"1.0\"?>" + std::string{doctype} +
                     "<rss version=\"2.0\"><channel><title>News</title>";
  for (const std::string& url : urls) {
    feed += "<item><title>An article</title><link>" + url + "</link></item>";
  }
  return feed + "</channel></rss>";
}

std::string as_brotli(std::string_view body) {
  // RFC 7932, 9.1 and 9.2. A window of 16 bits is one bit 0; then for each piece ISLAST 0, MNIBBLES
  // 00 (16 bits of length), the length less one, ISUNCOMPRESSED 1, and zeros up to a whole byte.
  std::string coded;
  for (std::size_t at = 0; at < body.size();) {
    const std::string_view piece = body.substr(at, 65'536);
    const std::uint64_t header = std::uint64_t{piece.size() - 1} << 3 | std::uint64_t{1} << 19;
    coded += little_endian(at == 0 ? header << 1 : header, 3);
    coded += piece;
    at += piece.size();
  }
  return coded + '\x03';  // ISLAST, ISLASTEMPTY
}

std::string as_zstd(std::string_view body) {
  // RFC 8878, 3.1.1: magic, a header with the size in 4 bytes, raw blocks of at most 128 KiB.
  constexpr std::size_t block = 131'072;
  std::string coded = "\x28\xb5\x2f\xfd\xa0" + little_endian(body.size(), 4);
  for (std::size_t at = 0; at < body.size(); at += block) {
    const std::string_view piece = body.substr(at, block);
    const bool is_last = at + piece.size() == body.size();
    coded += little_endian(piece.size() << 3 | (is_last ? 1U : 0U), 3);
    coded += piece;
  }
  return coded;
}

LiveArchive::LiveArchive() {
  run({"init"});
}

Command LiveArchive::arch(const std::vector<std::string>& arguments) const {
  Command command{.words = {ARCH_PROGRAM}, .folder = folder.path(), .environment = environment};
  command.words.insert(command.words.end(), arguments.begin(), arguments.end());
  command.environment.emplace_back("TZ=UTC");
  if (minutes >= 0) {
    std::string minute = std::to_string(minutes % 60);
    minute.insert(0, 2 - minute.size(), '0');
    std::string hour = std::to_string(minutes / 60);
    hour.insert(0, 2 - hour.size(), '0');
    command.environment.push_back("ARCH_NOW=2026-01-02T" + hour + ":" + minute + ":00Z");
  }
  return command;
}

Ended LiveArchive::run(const std::vector<std::string>& arguments) const {
  return run_program(arch(arguments));
}

Ended LiveArchive::snap(std::vector<std::string> arguments) {
  ++minutes;
  arguments.insert(arguments.begin(), {"snap", "--allow-private"});
  Ended ended = run(arguments);
  static const std::regex id{" [0-9a-f]{12} "};
  ended.out = std::regex_replace(ended.out, id, " ID ");
  const std::string base = server.url("");
  for (std::size_t at = 0; (at = ended.out.find(base, at)) != std::string::npos;) {
    ended.out.replace(at, base.size(), "SERVER");
  }
  return ended;
}

void LiveArchive::write_config(std::string_view top, std::string_view site) const {
  write_file("arch.toml",
             "contact = \"test@localhost\"\nallow-private = true\n" + std::string{top} +
                 "\n[[site]]\nname = \"paper\"\ndelay = \"0s\"\n" + std::string{site});
}

void LiveArchive::write_file(std::string_view name, std::string_view text) const {
  std::ofstream{folder / name, std::ios::binary} << text;
}

std::string LiveArchive::read_file(std::string_view name) const {
  std::ifstream file{folder / name, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

}  // namespace arch::test
