#pragma once

namespace arch::test {

/// Returns how often a stress test repeats: `full_rounds` when the environment says
/// ARCH_STRESS=full, as `./dev check` does, else `short_rounds`, which should take seconds.
/// Everything a test learns of ARCH_STRESS, it learns here.
int stress_rounds(int short_rounds, int full_rounds);

}  // namespace arch::test
