#include "base/site.hpp"

#include <cstddef>

namespace arch {

std::string_view registered_domain(std::string_view host) {
  const std::size_t last = host.rfind('.');
  if (last == std::string_view::npos || last == 0) {
    return host;
  }
  std::size_t begin = host.rfind('.', last - 1);
  constexpr std::size_t longest_suffix = 3;  // com.au, co.uk
  const std::size_t label = begin == std::string_view::npos ? 0 : begin + 1;
  if (last - label <= longest_suffix && host.size() - last - 1 == 2 && label > 0) {
    begin = label < 2 ? std::string_view::npos : host.rfind('.', label - 2);
  }
  return begin == std::string_view::npos ? host : host.substr(begin + 1);
}

}  // namespace arch
