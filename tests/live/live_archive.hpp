#pragma once

#include "support/program.hpp"
#include "support/scripted_server.hpp"
#include "support/temp_folder.hpp"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

namespace arch::test {

/// The page of an article about a flood that left `toll` dead.
std::string flood_page(const std::string& toll);

/// A feed of RSS 2.0 that names these URLs.
std::string feed_of(const std::vector<std::string>& urls, std::string_view doctype = {});

/// `body` as brotli's and zstd's formats store it: without compression, so that no library is
/// needed to write it.
std::string as_brotli(std::string_view body);
std::string as_zstd(std::string_view body);

/// The program `arch` in a folder with an archive, on a clock that stands still until it is moved.
class LiveArchive : public testing::Test {
protected:
  LiveArchive();

  Command arch(const std::vector<std::string>& arguments) const;
  /// Runs it to its end.
  Ended run(const std::vector<std::string>& arguments) const;
  /// `arch snap --allow-private`, with ids read as ID and the server as SERVER; a minute after the
  /// look before.
  Ended snap(std::vector<std::string> arguments);

  /// Writes arch.toml: what is said at the top, then one site with these lines.
  void write_config(std::string_view top, std::string_view site) const;
  void write_file(std::string_view name, std::string_view text) const;
  std::string read_file(std::string_view name) const;

  TempFolder folder;
  ScriptedServer server;
  std::vector<std::string> environment;
  int minutes = 0;  ///< that the clock shows; below 0: the clock of the machine
};

}  // namespace arch::test
