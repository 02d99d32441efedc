#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace arch::article {

/// Returns the names in a byline or in what a page gives for programs as its author: `By Jane Doe
/// and John Roe, AFP | Staff writer` gives Jane Doe, John Roe, AFP. People, agencies, newsrooms, in
/// the order of the text, each once, letter case as written; degrees stay with the name before
/// them.
///
/// Left out are the words by which bylines begin (`By`, `Par`, `Von`, `Por`, `De` and their like in
/// other languages), roles, dates, e-mail addresses, handles of social networks, and what stands in
/// brackets. Web addresses, sentences and credits of photographs give no names, and the result is
/// then empty. At most the first 400 bytes are looked at; at most 20 names are given.
std::vector<std::string> read_names(std::string_view text);

/// Returns whether `text` begins with a word by which bylines begin, and read_names() finds names
/// in it: what tells a byline on the page from other short lines.
bool is_byline(std::string_view text);

/// Returns whether `text` is nothing but a word by which bylines begin: `By`, `Written by:`.
bool begins_byline(std::string_view text);

/// Returns the names as one text: `Jane Doe, John Roe`.
std::string join_names(const std::vector<std::string>& names);

}  // namespace arch::article
