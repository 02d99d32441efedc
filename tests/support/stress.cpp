#include "support/stress.hpp"

#include <cstdlib>
#include <string_view>

namespace arch::test {

int stress_rounds(int short_rounds, int full_rounds) {
  const char* stress = std::getenv("ARCH_STRESS");
  return stress != nullptr && std::string_view{stress} == "full" ? full_rounds : short_rounds;
}

}  // namespace arch::test
