#pragma once

#include "cmd/command.hpp"

#include <string>
#include <string_view>

namespace arch::cmd {

/// `usage: arch log [OPTIONS] [REV]`, without `usage: `.
std::string usage_of(const Command& command, std::string_view program);

/// `-n, --limit N`.
std::string option_text(const Option& option);

/// What `arch help COMMAND` prints.
std::string help_of(const Command& command);

/// What `arch help` prints: all commands by what they are for.
std::string overview();

/// What `arch help import` prints: the commands whose names begin so.
std::string help_of_group(std::string_view group);

/// One line for each exit status that a command of arch may have.
inline constexpr std::string_view exit_statuses =
    "0 done; 1 the answer is \"different\" (diff --exit-code); 2 the command line makes no sense;\n"
    "3 could not (missing, refused by the system, network, locked); 4 the archive is damaged;\n"
    "70 a fault of arch; 130 interrupted, what was done is kept.";

inline constexpr std::string_view version = "0.1.0";

}  // namespace arch::cmd
