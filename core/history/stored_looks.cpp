#include "history/stored_looks.hpp"

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "base/printable.hpp"
#include "base/sha256.hpp"
#include "history/record_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <span>
#include <string_view>
#include <variant>

namespace arch::history {
namespace {

bool is_earlier(const Sighting& a, const Sighting& b) {
  return a.observed < b.observed;
}

template <typename T>
const T* find_value(std::span<const store::Value> values, std::size_t index) {
  return index < values.size() ? std::get_if<T>(&values[index]) : nullptr;
}

std::optional<Sighting> find_sighting(const LookShape& shape,
                                      std::span<const store::Value> values) {
  const auto* observed = find_value<UtcTime>(values, shape.observed);
  const auto* document = find_value<store::ObjectNumber>(values, shape.document);
  if (observed == nullptr || document == nullptr) {
    return std::nullopt;
  }
  Sighting sighting{.observed = *observed, .document = static_cast<std::uint32_t>(*document)};
  if (shape.page) {
    const auto* page = find_value<store::ObjectNumber>(values, *shape.page);
    if (page == nullptr) {
      return std::nullopt;
    }
    sighting.page = static_cast<std::uint32_t>(*page);
  }
  return sighting;
}

class LookReader {
public:
  explicit LookReader(const store::Article& article) : article_(article) {
    shapes_.reserve(article.shapes().size());
    for (const store::Shape& shape : article.shapes()) {
      shapes_.push_back(read_shape(shape));
    }
  }

  StoredLooks read() {
    looks_.sightings.reserve(article_.records().size() + article_.checks().size());
    for (const store::RecordRow& row : article_.records()) {
      add(row);
    }
    sort_from(0);
    const std::size_t captures = looks_.sightings.size();
    for (const store::RecordRow& row : article_.checks()) {
      add(row);
    }
    sort_from(captures);
    std::inplace_merge(looks_.sightings.begin(), at(captures), looks_.sightings.end(), is_earlier);
    std::ranges::stable_sort(looks_.absences, {}, &StoredLooks::Absent::observed);
    return std::move(looks_);
  }

private:
  void add(const store::RecordRow& row) {
    const LookShape& shape = shapes_.at(row.shape);
    const std::span<const store::Value> values = article_.values(row);
    const std::uint32_t number = next_row_++;
    switch (shape.kind) {
      using enum LookShape::Kind;
      case capture:
      case check:
        if (std::optional<Sighting> sighting = find_sighting(shape, values)) {
          sighting->row = number;
          sighting->is_capture = shape.kind == capture;
          sighting->rereading = shape.is_technical ? version_of_reader(shape.extractor) : 0;
          sighting->knows_id = sighting->is_capture;
          sighting->id_prefix = row.id_prefix;
          looks_.sightings.push_back(*sighting);
          return;
        }
        break;
      case absence:
        if (const auto* observed = find_value<UtcTime>(values, shape.observed)) {
          looks_.absences.push_back({*observed, number});
          return;
        }
        break;
      case other:
        break;
    }
    looks_.others.push_back(number);
  }

  // Captures mostly arrive in order, checks are kept so.
  void sort_from(std::size_t begin) {
    if (!std::is_sorted(at(begin), looks_.sightings.end(), is_earlier)) {
      std::stable_sort(at(begin), looks_.sightings.end(), is_earlier);
    }
  }

  std::vector<Sighting>::iterator at(std::size_t index) {
    return looks_.sightings.begin() + static_cast<std::vector<Sighting>::difference_type>(index);
  }

  const store::Article& article_;
  std::vector<LookShape> shapes_;
  StoredLooks looks_;
  std::uint32_t next_row_ = 0;
};

}  // namespace

LookShape read_shape(const store::Shape& shape) {
  using enum LookShape::Kind;
  const std::optional<std::size_t> observed = shape.value_of("observed");
  const std::optional<std::size_t> document = shape.value_of("document");
  const bool is_capture = shape.heading() == capture_heading;
  if (!observed || (!is_capture && shape.heading() != check_heading)) {
    return {};
  }
  LookShape look{.observed = *observed};
  const std::optional<std::string_view> outcome = shape.literal_of("outcome");
  if (!is_capture && outcome && *outcome != unchanged_outcome) {
    look.kind = absence;
    return look;
  }
  // Neither a look that kept a page without a document, nor an outcome that is no word, is
  // something that this version writes.
  const bool has_page_line = shape.value_of("page") || shape.literal_of("page");
  if (!document || is_capture == outcome.has_value() ||
      (has_page_line && !shape.value_of("page"))) {
    return {};
  }
  look.kind = is_capture ? capture : check;
  look.document = *document;
  look.page = shape.value_of("page");
  look.is_technical = shape.literal_of("cause") == "technical";
  look.extractor = shape.literal_of("extractor").value_or(std::string_view{});
  return look;
}

std::uint32_t version_of_reader(std::string_view extractor) {
  const std::size_t slash = extractor.rfind('/');
  std::uint32_t version = 1;
  if (slash != std::string_view::npos) {
    const std::string_view digits = extractor.substr(slash + 1);
    std::from_chars(digits.data(), digits.data() + digits.size(), version);
  }
  return std::max(version, 1U);
}

const store::RecordRow& row_of(const store::Article& article, std::uint32_t row) {
  const std::size_t records = article.records().size();
  return row < records ? article.records()[row] : article.checks().at(row - records);
}

std::uint32_t count_rows(const store::Article& article) {
  return static_cast<std::uint32_t>(article.records().size() + article.checks().size());
}

StoredLooks read_looks(const store::Article& article) {
  return LookReader{article}.read();
}

std::string capture_text(const store::Article& article, std::uint32_t row) {
  std::string text = article.record_text(row_of(article, row));
  if (row < article.records().size()) {
    return text;
  }
  std::optional<std::string> capture = find_capture_of(text);
  if (!capture) {
    throw Error{ErrorKind::corrupt,
                fmt::format("reading a check of {}: it has no outcome", one_line(article.key()))};
  }
  return *std::move(capture);
}

ObjectId capture_id(const store::Article& article, std::uint32_t row) {
  return sha256(as_bytes(capture_text(article, row)));
}

}  // namespace arch::history
