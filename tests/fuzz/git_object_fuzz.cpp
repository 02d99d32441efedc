// Trees and commits of git repositories: any bytes are read or refused, a tree's names are single
// ones, and what is kept of a commit is a record.

#include "base/error.hpp"
#include "interop/export_message.hpp"
#include "interop/git_object.hpp"
#include "interop/git_origin.hpp"
#include "store/record.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace arch {
namespace {

void read_tree(ByteView bytes) try {
  interop::TreeReader reader{interop::GitId{}, bytes};
  while (const auto entry = reader.next()) {
    if (entry->name.empty() ||
        entry->name.find_first_of(std::string_view{"/\0", 2}) != std::string_view::npos) {
      std::abort();
    }
  }
} catch (const Error& error) {
  if (error.kind() != ErrorKind::corrupt) {
    std::abort();
  }
}

void read_commit(ByteView bytes) {
  interop::GitCommit commit;
  try {
    commit = interop::parse_commit(interop::GitId{}, bytes);
  } catch (const Error&) {
    return;
  }
  // Throws if it is no record.
  static_cast<void>(store::split_record(interop::make_git_origin(interop::GitId{}, commit), ""));
  static_cast<void>(interop::find_export_mark(commit));
}

}  // namespace
}  // namespace arch

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const arch::ByteView bytes = std::as_bytes(std::span{data, size});
  arch::read_tree(bytes);
  arch::read_commit(bytes);
  return 0;
}
