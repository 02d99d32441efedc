#pragma once

#include "article/read_page.hpp"

namespace arch::article {

/// Whether a page that was looked at again says what it said before, as far as its article goes,
/// though another document may have been read out of it: the earlier page is evidence for what the
/// reader made of the later one. So it is when
///
/// - the fields are equal that readers see: all but the date of modification, the language and the
///   canonical URL, which pages change without the article; and the dates of publication are on one
///   day, or one is none or the date of modification; and
/// - the blocks are equal in their order, but for blocks that stand on both pages, of which the
/// reader
///   kept one and left the other out, in doubt at least once.
///
/// A block that is new on the page, is gone from it, or says something else is a change however
/// doubtful it is, and so is an image. False for pages whose text came from elsewhere than their
/// blocks.
bool says_the_same(const PageReading& before, const PageReading& now);

}  // namespace arch::article
