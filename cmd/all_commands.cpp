#include "cmd/command.hpp"

#include <array>

namespace arch::cmd {

extern const Command init_command;
extern const Command add_command;
extern const Command import_git_command;
extern const Command import_archive_command;
extern const Command ls_command;
extern const Command log_command;
extern const Command audit_command;
extern const Command notices_command;
extern const Command show_command;
extern const Command diff_command;
extern const Command blame_command;
extern const Command annotate_command;
extern const Command exposure_command;
extern const Command headlines_command;
extern const Command report_command;
extern const Command review_command;
extern const Command search_command;
extern const Command same_command;
extern const Command cat_file_command;
extern const Command extract_command;
extern const Command reextract_command;
extern const Command stats_command;
extern const Command gc_command;
extern const Command verify_command;
extern const Command export_git_command;
extern const Command help_command;
extern const Command completion_command;
extern const Command complete_command;
extern const Command man_command;

std::span<const Command* const> all_commands() {
  static constexpr std::array commands{
      &init_command,       &add_command,       &import_git_command, &import_archive_command,
      &ls_command,         &log_command,       &show_command,       &diff_command,
      &blame_command,      &audit_command,     &notices_command,    &annotate_command,
      &review_command,     &headlines_command, &exposure_command,   &search_command,
      &same_command,       &report_command,    &cat_file_command,   &extract_command,
      &stats_command,      &gc_command,        &verify_command,     &reextract_command,
      &export_git_command, &help_command,      &completion_command, &complete_command,
      &man_command,
  };
  return commands;
}

}  // namespace arch::cmd
