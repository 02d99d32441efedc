#include "cmd/annotation_view.hpp"

#include "base/printable.hpp"
#include "cmd/context.hpp"
#include "cmd/json.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace arch::cmd {
namespace {

std::string_view name_of(history::Visibility visibility) {
  switch (visibility) {
    using enum history::Visibility;
    case everyone:
      return "public";
    case internal:
      return "internal";
    case privileged:
      return "privileged";
  }
  return {};
}

}  // namespace

void print_annotation(const history::Annotation& annotation,
                      std::string_view key,
                      bool json,
                      Context& context) {
  if (json) {
    std::vector<JsonRecord> fields;
    for (const auto& [name, value] : annotation.fields) {
      if (name != "visibility") {
        fields.push_back(JsonRecord{}.text("name", name).text("value", value));
      }
    }
    context.out().line(JsonRecord{}
                           .id("id", annotation.id)
                           .text("article", key)
                           .id("capture", annotation.capture)
                           .time("at", annotation.at)
                           .text("kind", annotation.kind)
                           .text("text",
                                 annotation.text.empty()
                                     ? std::nullopt
                                     : std::optional<std::string_view>{annotation.text})
                           .text("visibility", name_of(annotation.visibility()))
                           .records("fields", fields)
                           .str());
    return;
  }
  const Style& style = context.style();
  context.out().line(fmt::format("{} {} {} of {} {}",
                                 style.paint(Role::id, annotation.id.short_hex()),
                                 format_local(annotation.at, context.zone()),
                                 style.paint(Role::heading, one_line(annotation.kind)),
                                 annotation.capture.short_hex(),
                                 one_line(key)));
  for (const auto& [name, value] : annotation.fields) {
    context.out().line(fmt::format("  {}: {}", one_line(name), one_line(value)));
  }
  if (!annotation.text.empty()) {
    context.out().line("  " + one_line(annotation.text));
  }
}

}  // namespace arch::cmd
