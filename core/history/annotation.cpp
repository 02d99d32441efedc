#include "history/annotation.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace arch::history {
namespace {

/// Undoes what the record does to texts of several lines.
std::string from_one_line(std::string_view line) {
  std::string text;
  text.reserve(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && (line[i + 1] == 'n' || line[i + 1] == '\\')) {
      ++i;
      text += line[i] == 'n' ? '\n' : '\\';
    } else {
      text += line[i];
    }
  }
  return text;
}

}  // namespace

const AnnotationField* find_annotation_field(std::string_view name) {
  const auto* const found = std::ranges::find(annotation_fields, name, &AnnotationField::name);
  return found == annotation_fields.end() ? nullptr : found;
}

bool is_choice(std::string_view value, std::string_view choices) {
  while (!choices.empty()) {
    const std::size_t end = std::min(choices.find('|'), choices.size());
    if (choices.substr(0, end) == value) {
      return true;
    }
    choices.remove_prefix(std::min(end + 1, choices.size()));
  }
  return false;
}

std::optional<std::string_view> Annotation::find(std::string_view name) const& {
  const auto found = std::ranges::find(fields, name, &SourceLines::value_type::first);
  return found == fields.end() ? std::nullopt : std::optional<std::string_view>{found->second};
}

Visibility Annotation::visibility() const {
  // The last line counts, and a privileged one anywhere, so that no order of lines publishes more.
  Visibility seen = Visibility::internal;
  for (const auto& [name, value] : fields) {
    if (name == "visibility") {
      if (value == "privileged") {
        return Visibility::privileged;
      }
      seen = value == "public" ? Visibility::everyone : Visibility::internal;
    }
  }
  return seen;
}

std::optional<Annotation> parse_annotation(const store::Annotation& stored) {
  std::string_view rest = stored.text;
  if (!rest.starts_with(annotation_heading) ||
      !rest.substr(annotation_heading.size()).starts_with('\n')) {
    return std::nullopt;
  }
  rest.remove_prefix(annotation_heading.size() + 1);
  Annotation annotation{.id = stored.id,
                        .article = stored.article,
                        .at = stored.at,
                        .capture = {},
                        .kind = {},
                        .text = {},
                        .fields = {},
                        .arrival = stored.arrival};
  std::optional<ObjectId> capture;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view name = line.substr(0, colon);
    const std::string_view value = line.substr(colon + 2);
    if (name == "capture") {
      capture = ObjectId::parse(value);
    } else if (name == "kind") {
      annotation.kind = value;
    } else if (name == "text") {
      annotation.text = from_one_line(value);
    } else if (name != "article" && name != "observed") {
      annotation.fields.emplace_back(name, from_one_line(value));
    }
  }
  if (!capture || annotation.kind.empty()) {
    return std::nullopt;
  }
  annotation.capture = *capture;
  return annotation;
}

std::optional<Annotation> public_part(const Annotation& annotation) {
  if (annotation.visibility() != Visibility::everyone) {
    return std::nullopt;
  }
  Annotation shown = annotation;
  std::erase_if(shown.fields, [](const auto& line) {
    const AnnotationField* const field = find_annotation_field(line.first);
    return field == nullptr || field->audience != Audience::everyone;
  });
  return shown;
}

std::vector<Annotation> read_annotations(const store::Store& store,
                                         std::optional<store::ArticleNumber> article) {
  std::vector<Annotation> read;
  for (const store::Annotation& stored : store.annotations(article)) {
    if (auto annotation = parse_annotation(stored)) {
      read.push_back(std::move(*annotation));
    }
  }
  std::ranges::sort(
      read, {}, [](const Annotation& one) { return std::tuple{one.at, one.arrival, one.id}; });
  return read;
}

}  // namespace arch::history
