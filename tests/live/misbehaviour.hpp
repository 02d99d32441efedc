#pragma once

#include "support/scripted_server.hpp"

#include <string>
#include <vector>

namespace arch::test {

/// What a page of HTML is sent with.
inline const std::string html = "Content-Type: text/html; charset=utf-8\r\n";

/// A server that misbehaves where an article was, and what is said of it.
struct Misbehaviour {
  std::string name;
  Script script;
  std::string outcome;  ///< a word of `arch snap`
  std::string reason;   ///< a part of it
};
std::vector<Misbehaviour> misbehaviours();

}  // namespace arch::test
