#include "cmd/patch_text.hpp"

#include "base/printable.hpp"
#include "cmd/context.hpp"
#include "diff/unified.hpp"
#include "interop/export_paths.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace arch::cmd {
namespace {

std::string label(std::string_view side, std::string_view path) {
  if (path.empty() || path == "/dev/null") {
    return "/dev/null";
  }
  return fmt::format("{}{}{}", side, path.starts_with('/') ? "" : "/", path);
}

Role role_of(std::string_view line) {
  if (line.starts_with("--- ") || line.starts_with("+++ ")) {
    return Role::heading;
  }
  if (line.starts_with("@@")) {
    return Role::moved;
  }
  if (line.starts_with('+')) {
    return Role::added;
  }
  return line.starts_with('-') ? Role::removed : Role::plain;
}

}  // namespace

std::string document_path(std::string_view key) {
  const interop::ExportName name = interop::make_export_name(key);
  std::string path;
  for (const std::string& folder : name.folders) {
    path += folder + '/';
  }
  path += name.file;
  path += interop::text_suffix;
  return path;
}

void print_patch(const PatchTexts& texts, Context& context) {
  const std::string label_a = label("a", texts.path_a);
  const std::string label_b = label("b", texts.path_b);
  const std::string patch = diff::unified_patch(
      texts.a, texts.b, {.label_a = label_a, .label_b = label_b, .context = texts.context});
  if (!context.out_is_terminal()) {
    context.out().write(patch);
    return;
  }
  for (std::size_t at = 0; at < patch.size();) {
    const std::size_t end = std::min(patch.find('\n', at), patch.size());
    const std::string_view line = std::string_view{patch}.substr(at, end - at);
    context.out().line(context.style().paint(role_of(line), escape_controls(line)));
    at = end + 1;
  }
}

}  // namespace arch::cmd
