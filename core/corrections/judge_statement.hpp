#pragma once

#include "corrections/classify.hpp"
#include "corrections/judge_edit.hpp"
#include "corrections/statement.hpp"

namespace arch::corrections {

/// Judges all edits of one sentence: its class is that of highest rank among them. The segment's
/// sentences `a` and `b` are left for the caller to say.
Segment judge_statement(const Statement& statement, const Surroundings& around);

/// Adds a signal to a segment.
void fire(Segment& segment, Signal signal, Strength strength, diff::Range a, diff::Range b);

}  // namespace arch::corrections
