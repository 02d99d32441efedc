// What the judge of pages makes of real articles, which it must not refuse, and of other articles
// of the same site in their place, which it must not record.
//   judge_bench FOLDER    as ../shared/data/extract/dev.tar.zst unpacks to: html/*.html, truth.json

#include "capture/judge.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace http = arch::http;
using arch::to_bytes;
using arch::capture::judge_page;
using arch::capture::KnownArticle;
using arch::capture::Outcome;
using arch::capture::PageFacts;
using arch::capture::read_facts;
using arch::capture::Verdict;

namespace {

struct Page {
  std::string name;
  http::Response response;
  PageFacts facts;
};

Page read(const std::filesystem::path& path, const std::string& address) {
  std::ifstream file{path, std::ios::binary};
  const std::string bytes{std::istreambuf_iterator<char>{file}, {}};
  const http::Url url =
      http::Url::parse(address).value_or(http::Url::parse("https://news.example/a").value());
  Page page{.name = path.filename(),
            .response = {.url = url, .status = 200, .body = to_bytes(bytes)},
            .facts = {}};
  page.facts = read_facts(page.response.body, "", url);
  return page;
}

using Tally = std::map<std::string, int>;

void count(Tally& tally, const Page& page, const KnownArticle& known, const char* what) {
  const Verdict verdict = judge_page(page.response, page.response.url, page.facts, known);
  ++tally[std::string{name_of(verdict.outcome)}];
  if (verdict.outcome != Outcome::recorded) {
    fmt::print("# {} {} ({} words): {}\n", what, page.name, page.facts.words, verdict.reason);
  }
}

void print(const char* what, const Tally& tally) {
  for (const auto& [outcome, number] : tally) {
    fmt::print("{}\t{}\t{}\n", what, outcome, number);
  }
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) {
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::filesystem::path{argv[1]} / "html"}) {
    paths.push_back(entry.path());
  }
  std::ranges::sort(paths);
  std::ifstream truth{std::filesystem::path{argv[1]} / "truth.json"};
  const nlohmann::json facts = nlohmann::json::parse(truth);
  Tally first;
  Tally again;
  Tally replaced;
  std::map<std::size_t, int> words;
  std::string before;
  for (const std::filesystem::path& path : paths) {
    const Page page = read(path, facts.at(path.stem().string()).value("url", ""));
    ++words[std::min<std::size_t>(page.facts.words / 25 * 25, 300)];
    count(first, page, {}, "first");
    count(again, page, {.document = page.facts.read.text, .url = page.response.url}, "again");
    // As if another article of the site had been where this one is: its key is this one's URL.
    if (!before.empty()) {
      const Verdict verdict =
          judge_page(page.response,
                     page.response.url,
                     page.facts,
                     {.document = before, .url = http::Url::parse("/before", page.response.url)});
      ++replaced[std::string{name_of(verdict.outcome)}];
    }
    before = page.facts.read.text;
  }
  print("first seen", first);
  print("seen again", again);
  print("another article in its place", replaced);
  for (const auto& [least, number] : words) {
    fmt::print("from {} words\t{}\n", least, number);
  }
} catch (const std::exception& error) {
  fmt::print(stderr, "error: {}\n", error.what());
  return 3;
}
