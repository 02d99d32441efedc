#pragma once

#include "base/object_id.hpp"
#include "history/annotation.hpp"
#include "report/report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::report {

/// The annotations of one article as a report may use them: none that is privileged, none that came
/// after record `arrival`.
class Said {
public:
  Said(std::vector<history::Annotation> all, std::uint64_t arrival);

  bool empty() const { return all_.empty(); }

  /// The newest decision about a candidate.
  std::optional<Decision> find_review(const ObjectId& candidate) const;
  bool has_reviews() const;

  /// What the outlet replied to a case, in public.
  std::vector<std::string> replies_to(const std::vector<ObjectId>& captures) const;

  std::uint64_t count(std::string_view kind, UtcTime from, UtcTime to) const;
  /// Corrections that somebody outside of the newsroom prompted.
  std::uint64_t count_prompted(UtcTime from, UtcTime to) const;

  /// What was wrong by the newsroom's own records of its corrections. Words that several records
  /// give, in whatever letter case, are there once: they are one error.
  std::vector<std::string_view> wrong_words() const;

private:
  std::vector<history::Annotation> all_;
};

}  // namespace arch::report
