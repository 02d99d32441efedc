#pragma once

#include "interop/git_object.hpp"

#include <string>

namespace arch::interop {

/// Returns the record that says of captures that they come from this commit,
/// docs/format.md#records:
///
///   arch-origin 1
///   kind: git
///   commit: 8f2c…                         40 hex digits
///   observed: 2026-11-20T14:32:00Z        when it was committed
///   author: Jane Doe <jane@example.org>
///   authored: 2026-11-19T09:00:00Z        unless that is when it was committed
///   author-offset: +0100                  unless +0000; of her clock from UTC
///   committer: …                          unless it is the author
///   committer-offset: …                   unless it is the author's
///   subject: Fix the death toll           the message's first line
///   message: …                            what follows the first line, if anything
///
/// Texts are one line each: `\\`, `\n` and `\t` for backslash, newline and tab, `\xNN` for each
/// byte that is another control character or is not UTF-8, so that the bytes can be had back.
/// `message` is left out when it is larger than max_origin_message, and `message-size` says so.
std::string make_git_origin(const GitId& id, const GitCommit& commit);

/// Largest rest of a message that is kept, in bytes after escaping: a record holds 64 KiB.
inline constexpr std::size_t max_origin_message = std::size_t{48} * 1024;

}  // namespace arch::interop
