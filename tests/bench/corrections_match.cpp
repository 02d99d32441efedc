// How well notices are matched with edits: every notice of a file is shown the edit that it
// discloses, and others that it is not about.
#include "bench/corrections_match.hpp"

#include "corrections/disclosure.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace arch::bench {
namespace {

using namespace arch::corrections;  // NOLINT(google-build-using-namespace): it measures that

struct Case {
  std::string language;
  std::string before;
  std::string after;
  std::vector<std::string> notices;
};

std::vector<Case> read_cases(const char* path) {
  std::ifstream file{path};
  std::vector<Case> cases;
  std::string line;
  while (std::getline(file, line)) {
    if (line.starts_with("edit: ")) {
      cases.push_back({.language = line.substr(6), .before = {}, .after = {}, .notices = {}});
    } else if (!cases.empty() && line.size() > 2) {
      const std::string text = line.substr(2);
      if (line[0] == '-') {
        cases.back().before = text;
      } else if (line[0] == '+') {
        cases.back().after = text;
      } else if (line[0] == '!') {
        cases.back().notices.push_back(text);
      }
    }
  }
  return cases;
}

std::string document(const Case& of, const std::string& sentence, const std::string& notice) {
  std::string text = "headline: x\nlanguage: " + of.language + "\n\n";
  for (int i = 0; i < 6; ++i) {
    text += "...\n\n";
  }
  return text + sentence + "\n" + (notice.empty() ? "" : "\n" + notice + "\n");
}

/// The best level at which `notice` discloses the change of `of`.
Level level_of(const Case& of, const Notice& notice) {
  const std::string a = document(of, of.before, {});
  const std::string b = document(of, of.after, {});
  Level best = Level::none;
  for (const Segment& segment : classify(a, b).segments) {
    best = std::max(best, match_notice(notice, a, b, segment).level);
  }
  return best;
}

}  // namespace

void print_matching(const char* path, bool verbose) {
  const std::vector<Case> cases = read_cases(path);
  std::size_t pairs = 0;
  std::size_t found = 0;
  std::size_t right = 0;
  std::size_t others = 0;
  std::size_t wrong = 0;
  const auto show = [&](const char* what, const Case& of, const std::string& notice) {
    if (verbose) {
      std::printf("%s: %s -> %s | %s\n", what, of.before.c_str(), of.after.c_str(), notice.c_str());
    }
  };
  for (std::size_t i = 0; i < cases.size(); ++i) {
    std::vector<const Case*> strangers;
    for (std::size_t step = 1; step < cases.size() && strangers.size() < 3; ++step) {
      const Case& other = cases[(i + step * 5) % cases.size()];
      if (other.language == cases[i].language && &other != &cases[i]) {
        strangers.push_back(&other);
      }
    }
    for (const std::string& text : cases[i].notices) {
      ++pairs;
      const std::vector<Notice> notices = find_notices(document(cases[i], cases[i].after, text));
      if (notices.size() != 1) {
        show("not found", cases[i], text);
        continue;
      }
      ++found;
      if (level_of(cases[i], notices[0]) >= Level::specific) {
        ++right;
      } else {
        show("not matched", cases[i], text);
      }
      for (const Case* other : strangers) {
        ++others;
        if (level_of(*other, notices[0]) >= Level::specific) {
          ++wrong;
          show("matched wrongly", *other, text);
        }
      }
    }
  }
  std::printf("%zu\t%zu\t%zu\t%zu\t%zu\n", pairs, found, right, others, wrong);
}

}  // namespace arch::bench
