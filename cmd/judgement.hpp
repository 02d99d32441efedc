#pragma once

#include "cmd/command.hpp"
#include "cmd/context.hpp"
#include "cmd/json.hpp"
#include "corrections/candidates.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arch::cmd {

inline constexpr Option policy_option{
    .name = "policy",
    .help = "Judge by this file: grace, labels, sections, watch words",
    .value = "FILE",
    .kind = ValueKind::file};

inline constexpr Option class_option{.name = "class",
                                     .help = "Only changes of this class, such as number or quote",
                                     .value = "CLASS"};

/// The policy that --policy names, or the default one. Throws Error{usage}, Error{not_found}.
corrections::Policy read_policy(const Arguments& given);

/// The classes that --class names, any number of them; empty if it was not given. Throws
/// Error{usage} that lists what there is.
corrections::ClassSet read_classes(const Arguments& given);

/// `15 min to 30 min`, `30 min` where both are shown alike.
std::string describe_interval(const corrections::Seconds& seconds);

/// `number, may be an update`; empty for the first revision.
std::string describe_kind(const corrections::JudgedRevision& revision);

/// `number, may be an update; no notice yet; the old text was live 15 min to 30 min`.
std::string describe_judgement(const corrections::JudgedRevision& revision);

/// The fields that add_kind() adds.
inline constexpr std::array kind_fields{
    Field{"class", "what kind of change it was; null for the first revision"},
    Field{"classes", "of all its passages, a list; null likewise"},
    Field{"substantive", "classes of the passages that may alter what a reader takes from it"},
    Field{"update_like", "true if they all lean to an update: the world may have moved"},
};

/// The fields that add_disclosure() adds.
inline constexpr std::array disclosure_fields{
    Field{"disclosure",
          "not-needed, pending, silent, vague, partial, disclosed, late or withdrawn"},
    Field{"level",
          "of disclosure: 0 none, 1 mark, 2 generic, 3 specific, 4 labelled, 5 structured"},
    Field{"weak_label", "true if a correction of fact is called an update or the like"},
    Field{"exposure_least",
          "seconds that the old text was live, at least; null if nothing old went"},
    Field{"exposure_most", "likewise, at most"},
};

/// Adds what kind of change a revision was; nulls for nullptr.
void add_kind(JsonRecord& record, const corrections::JudgedRevision* revision);

/// Adds how well a revision is disclosed, and how long the old text was live; nulls for nullptr.
void add_disclosure(JsonRecord& record, const corrections::JudgedRevision* revision);

/// The names of the classes, of highest rank first.
std::vector<std::string> class_names(corrections::ClassSet classes);

}  // namespace arch::cmd
