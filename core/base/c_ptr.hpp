#pragma once

#include <memory>

namespace arch {

/// Turns a C library's free function into a unique_ptr deleter of size zero:
///   using GitRepository = CPtr<git_repository, git_repository_free>;
template <auto free_function>
struct Deleter {
  template <typename T>
  void operator()(T* pointer) const noexcept {
    free_function(pointer);
  }
};

template <typename T, auto free_function>
using CPtr = std::unique_ptr<T, Deleter<free_function>>;

}  // namespace arch
