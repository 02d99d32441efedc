#include "corrections/policy.hpp"

#include "base/error.hpp"
#include "base/sha256.hpp"
#include "corrections/named_lines.hpp"
#include "corrections/plain_words.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace arch::corrections {
namespace {

/// The longest grace that can be given, in hours: ten years.
constexpr std::uint32_t longest_grace = 87'600;

class PolicyReader {
public:
  Policy read(std::string_view text) {
    if (text.size() > max_policy_size) {
      throw Error{ErrorKind::unsupported, "the policy file is larger than 256 KiB"};
    }
    for (const NamedLine& line : named_lines(text)) {
      line_ = &line;
      read_line();
    }
    policy_.digest = sha256(as_bytes(text));
    return std::move(policy_);
  }

private:
  [[noreturn]] void fail(std::string_view why) const {
    throw Error{ErrorKind::usage,
                fmt::format("policy, line {}: {}", line_->number, why),
                "docs/report-method.md#policy lists what a policy may say"};
  }

  void read_line() {
    const std::string_view name = line_->name;
    if (name == "grace") {
      policy_.grace = std::int64_t{3600} * read_number(longest_grace);
    } else if (name == "least-level") {
      policy_.least_level = static_cast<int>(read_number(5));
    } else if (name == "section") {
      policy_.sections.push_back(read_text());
    } else if (name == "ignore-section") {
      policy_.ignored_sections.push_back(read_text());
    } else if (name == "watch-word") {
      policy_.watch_words.push_back(to_plain(read_text()));
    } else if (name == "forbid-weak-labels") {
      policy_.forbid_weak_labels = read_yes();
    } else if (name == "disclose-updates") {
      policy_.disclose_updates = read_yes();
    } else if (name == "always-disclose") {
      const auto which = parse_class(line_->value);
      if (!which) {
        fail(fmt::format("there is no class `{}`", line_->value));
      }
      policy_.always_disclose.insert(*which);
    } else if (name == "label") {
      read_label();
    } else {
      fail(name.empty() ? std::string{"not `name: value`"}
                        : fmt::format("there is no setting `{}`", name));
    }
  }

  std::string read_text() const {
    if (line_->value.empty()) {
      fail("the value is missing");
    }
    return std::string{line_->value};
  }

  std::uint32_t read_number(std::uint32_t most) const {
    std::uint32_t number = 0;
    const std::string_view value = line_->value;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number > most) {
      fail(fmt::format("`{}` is no whole number from 0 to {}", value, most));
    }
    return number;
  }

  bool read_yes() const {
    if (line_->value != "yes" && line_->value != "no") {
      fail(fmt::format("`{}` is neither `yes` nor `no`", line_->value));
    }
    return line_->value == "yes";
  }

  /// `label: berichtigt = correction`
  void read_label() {
    const std::string_view value = line_->value;
    const std::size_t equals = value.rfind(" = ");
    const auto kind = equals == std::string_view::npos
                          ? std::nullopt
                          : parse_notice_kind(value.substr(equals + 3));
    if (!kind) {
      fail("a label is `label: WORDS = KIND`, where KIND is that of a notice");
    }
    policy_.labels.push_back({.label = to_plain(value.substr(0, equals)), .kind = *kind});
  }

  Policy policy_;
  const NamedLine* line_ = nullptr;
};

}  // namespace

Policy parse_policy(std::string_view text) {
  return PolicyReader{}.read(text);
}

}  // namespace arch::corrections
