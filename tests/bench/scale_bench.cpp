// A news archive of any size, made and taken in: is the last capture as cheap as the first?
//
//   scale_bench FOLDER ARTICLES [whole|live]
//
// Makes an archive in FOLDER with ARTICLES articles and 4.6 times as many captures: always the same
// ones. `whole` records each article's history at once, as an import does; `live` records capture
// after capture in the order of publication, some hundred articles in turn, as a watch does.
// Prints `name<tab>value` lines.
//
// Captures for each article: 1 to 3,000 by Zipf's law with exponent 2.042, whose mean is 4.6 (4.6
// million versions of 1.3 million articles in NewsEdits: A. Spangher et al., NAACL 2022) and which
// leaves 62 % of articles unchanged (65 % in R. Timmerman et al.'s study of Flemish news sites).
//
// What an edit does, when it comes, and how often headlines change follows the shares that these
// and other studies published: see revise() and age_of_edit().

#include "base/bytes.hpp"
#include "base/error.hpp"
#include "bench/bench.hpp"
#include "history/archive.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

using arch::UtcTime;
using arch::history::Archive;
using arch::history::Look;
using arch::history::Recorder;

/// SplitMix64 (G. Steele et al., OOPSLA 2014): small, and the same everywhere, unlike the
/// distributions of the standard library.
class Random {
public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = state_ += 0x9E37'79B9'7F4A'7C15U;
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9U;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EBU;
    return z ^ (z >> 31);
  }
  /// From 0 to `end` - 1.
  std::size_t below(std::size_t end) { return static_cast<std::size_t>(next() % end); }
  /// From `least` to `most`.
  std::size_t between(std::size_t least, std::size_t most) {
    return least + below(most - least + 1);
  }
  /// From 0 up to 1.
  double share() { return static_cast<double>(next() >> 11) * 0x1p-53; }
  bool happens(double probability) { return share() < probability; }

private:
  std::uint64_t state_;
};

/// 20,000 words of one to five syllables, the frequent ones short.
class Vocabulary {
public:
  Vocabulary() {
    static constexpr std::array<std::string_view, 32> syllables = {
        "ka",  "le",  "mi",  "ro", "tun", "sa", "ver", "in", "der", "al", "po",
        "gar", "shi", "ta",  "mo", "nen", "el", "cor", "ba", "th",  "an", "est",
        "ri",  "qua", "lon", "ed", "ing", "fe", "ju",  "z",  "wo",  "uk"};
    Random random(7);
    for (std::size_t rank = 0; rank < words_.size(); ++rank) {
      const auto magnitude = static_cast<std::size_t>(std::log2(static_cast<double>(rank + 2)));
      for (std::size_t count = 1 + magnitude / 6 + random.below(2); count > 0; --count) {
        words_[rank] += syllables[random.below(syllables.size())];
      }
    }
  }

  /// Returns a word as often as its rank in Zipf's law has it.
  const std::string& any(Random& random) const {
    const double rank = std::exp(random.share() * std::log(static_cast<double>(words_.size())));
    return words_[static_cast<std::size_t>(rank) % words_.size()];
  }

private:
  std::array<std::string, 20'000> words_;
};

/// An article as it stands, and what becomes of it.
class Story {
public:
  Story(const Vocabulary& vocabulary, std::uint64_t seed) : vocabulary_(vocabulary), random_(seed) {
    headline_ = words(random_.between(5, 12));
    other_headline_ = words(random_.between(5, 12));
    author_ = words(2);
    // In 10 % of articles the headline goes back and forth at first (tests of headlines).
    flips_ = random_.happens(0.10) ? 3 : 0;
    for (std::size_t count = random_.between(8, 36); count > 0; --count) {
      sentences_.push_back(sentence());
    }
  }

  [[nodiscard]] std::string page() const {
    std::string text = "# " + headline_ + "\n\nBy " + author_ + "\n\n";
    for (std::size_t i = 0; i < sentences_.size(); ++i) {
      text += sentences_[i];
      text += i % 3 == 2 || i + 1 == sentences_.size() ? "\n\n" : " ";
    }
    return text;
  }

  /// Small edits 45 %, growth 40 %, rewrites 10 %, cuts 5 %; each year's figures rise.
  void revise() {
    if (flips_ > 0) {
      --flips_;
      std::swap(headline_, other_headline_);
    } else if (random_.happens(0.05)) {
      headline_ = words(random_.between(5, 12));
    }
    const double kind = random_.share();
    if (kind < 0.45) {
      edit(random_.between(1, 3));
    } else if (kind < 0.85) {
      edit(random_.between(0, 3));
      for (std::size_t count = random_.between(1, 7); count > 0; --count) {
        sentences_.insert(place(), sentence());
      }
      // A live page drops what is old, or it would grow for ever.
      sentences_.resize(std::min<std::size_t>(sentences_.size(), 60));
    } else if (kind < 0.95) {
      const double share = 0.3 + 0.7 * random_.share();
      for (std::string& old : sentences_) {
        if (random_.happens(share)) {
          old = sentence();
        }
      }
    } else {
      for (std::size_t count = random_.between(1, 4); count > 0 && sentences_.size() > 4; --count) {
        sentences_.erase(place());
      }
      edit(1);
    }
  }

private:
  std::string words(std::size_t count) {
    std::string text;
    for (; count > 0; --count) {
      text += vocabulary_.any(random_);
      text += count > 1 ? " " : "";
    }
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }

  std::string sentence() {
    std::string text = words(random_.between(8, 30));
    if (random_.happens(0.25)) {
      text += fmt::format(" {}", random_.between(2, 2000));
    }
    return text + '.';
  }

  /// 43 % of changes are in the first third of the text.
  std::vector<std::string>::iterator place() {
    const std::size_t end = random_.happens(0.14) ? (sentences_.size() + 2) / 3 : sentences_.size();
    return sentences_.begin() + static_cast<std::ptrdiff_t>(random_.below(end));
  }

  /// Replaces one to eight words in each of so many sentences.
  void edit(std::size_t count) {
    for (; count > 0; --count) {
      std::string& text = *place();
      for (std::size_t edits = random_.between(1, 8); edits > 0; --edits) {
        const std::size_t begin = text.find(' ', random_.below(text.size())) + 1;
        const std::size_t end = text.find_first_of(" .", begin);
        if (begin == 0 || end == std::string::npos) {
          continue;
        }
        text.replace(begin, end - begin, vocabulary_.any(random_));
      }
    }
  }

  const Vocabulary& vocabulary_;
  Random random_;
  std::string headline_;
  std::string other_headline_;
  std::string author_;
  int flips_ = 0;
  std::vector<std::string> sentences_;
};

/// Returns how long after publication an edit comes, in seconds: 0.70 Exp(2.5 h) + 0.22 Exp(14 h) +
/// 0.08 log-uniform (1 to 365 days), of which 92 % are within a day.
std::int64_t age_of_edit(Random& random) {
  constexpr double hour = 3600;
  const double kind = random.share();
  const double share = random.share();
  const double seconds = kind < 0.70   ? -std::log1p(-share) * 2.5 * hour
                         : kind < 0.92 ? -std::log1p(-share) * 14 * hour
                                       : 24 * hour * std::exp(share * std::log(365.0));
  return static_cast<std::int64_t>(seconds);
}

class CapturesPerArticle {
public:
  static constexpr std::size_t most = 3000;

  CapturesPerArticle() : up_to_(most) {
    double sum = 0;
    for (std::size_t n = 1; n <= most; ++n) {
      sum += std::pow(static_cast<double>(n), -2.042);
      up_to_[n - 1] = sum;
    }
  }

  /// The golden ratio's multiples are spread so evenly that any number of articles has the shares.
  [[nodiscard]] std::size_t of(std::uint64_t article) const {
    constexpr double golden = 0.6180339887498949;
    const double share = std::fmod(static_cast<double>(article + 1) * golden, 1.0);
    const auto found = std::ranges::lower_bound(up_to_, share * up_to_.back());
    return std::min<std::size_t>(static_cast<std::size_t>(found - up_to_.begin()) + 1, most);
  }

private:
  std::vector<double> up_to_;
};

struct Spent {
  std::uint64_t captures = 0;
  double wall_seconds = 0;
  double cpu_seconds = 0;
};

/// Adds to `spent` what it takes from construction to destruction.
class Stopwatch {
public:
  explicit Stopwatch(Spent& spent) : spent_(spent) {}
  ~Stopwatch() {
    spent_.wall_seconds += std::chrono::duration<double>(Clock::now() - wall_).count();
    spent_.cpu_seconds += (arch::bench::cpu_nanoseconds() - cpu_) / 1e9;
  }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

private:
  using Clock = std::chrono::steady_clock;
  Spent& spent_;
  Clock::time_point wall_ = Clock::now();
  double cpu_ = arch::bench::cpu_nanoseconds();
};

enum class Order { whole, live };

class Bench {
public:
  Bench(const std::filesystem::path& folder, std::uint64_t articles, Order order)
      : archive_(Archive::create(folder), arch::store::OpenOptions::Access::write),
        articles_(articles),
        order_(order) {
    for (std::uint64_t i = 0; i < articles; ++i) {
      all_ += captures_.of(i);
    }
  }

  void run() {
    // Articles whose captures are recorded in turn, or all of whose are recorded at once.
    const std::uint64_t group = 500;
    for (std::uint64_t first = 0; first < articles_; first += group) {
      const std::uint64_t end = std::min(first + group, articles_);
      if (order_ == Order::whole) {
        record_whole(first, end);
      } else {
        record_live(first, end);
      }
    }
    print();
  }

private:
  /// A transaction is committed when it has this many captures.
  static constexpr std::size_t per_transaction = 2000;

  struct Capture {
    std::uint64_t article = 0;
    UtcTime observed;
    std::string page;
  };

  static std::string key(std::uint64_t article) {
    return fmt::format("https://news.example/{}/{:02}/{}-story-{}",
                       2020 + article / 400'000,
                       1 + article / 33'334 % 12,
                       article % 7 == 0 ? "politics" : "local",
                       article);
  }

  /// The captures of an article, oldest first.
  void add_history(std::uint64_t article, std::vector<Capture>& captures) {
    Random random(article * 2 + 1);
    Story story(vocabulary_, article * 2);
    const std::size_t count = captures_.of(article);
    std::vector<std::int64_t> ages(count);
    for (std::size_t i = 1; i < count; ++i) {
      ages[i] = age_of_edit(random);
    }
    std::ranges::sort(ages);
    const auto published = static_cast<std::int64_t>(1'577'836'800 + article * 200);
    std::int64_t last = -1;
    for (std::size_t i = 0; i < count; ++i) {
      if (i > 0) {
        story.revise();
      }
      last = std::max(last + 1, ages[i]);
      captures.push_back({article, UtcTime{published + last}, story.page()});
      bytes_ += captures.back().page.size();
    }
    if (count > longest_captures_) {
      longest_captures_ = count;
      longest_ = article;
    }
  }

  void record_whole(std::uint64_t first, std::uint64_t end) {
    std::vector<Capture> captures;
    for (std::uint64_t article = first; article < end; ++article) {
      add_history(article, captures);
      if (captures.size() >= per_transaction || article + 1 == end) {
        commit(captures);
        captures.clear();
      }
    }
  }

  void record_live(std::uint64_t first, std::uint64_t end) {
    std::vector<Capture> captures;
    for (std::uint64_t article = first; article < end; ++article) {
      add_history(article, captures);
    }
    std::ranges::stable_sort(captures, {}, &Capture::observed);
    for (std::size_t at = 0; at < captures.size(); at += per_transaction) {
      commit(std::span(captures).subspan(at, std::min(per_transaction, captures.size() - at)));
    }
  }

  /// Records captures in one transaction: those of one article together where they are neighbours.
  void commit(std::span<const Capture> captures) {
    std::vector<Look> looks;
    Spent& spent = tenths_[std::min<std::uint64_t>(done_ * 10 / all_, 9)];
    const Stopwatch stopwatch(spent);
    Recorder recorder(archive_);
    for (std::size_t at = 0; at < captures.size();) {
      const std::uint64_t article = captures[at].article;
      looks.clear();
      for (; at < captures.size() && captures[at].article == article; ++at) {
        looks.push_back(
            {.observed = captures[at].observed, .page = arch::as_bytes(captures[at].page)});
      }
      (void)recorder.record(key(article), looks);
    }
    recorder.commit();
    spent.captures += captures.size();
    done_ += captures.size();
  }

  static std::uint64_t peak_memory() {
    std::ifstream status("/proc/self/status");
    std::string name;
    std::uint64_t value = 0;
    while (status >> name) {
      if (name == "VmHWM:" && status >> value) {
        return value * 1024;
      }
    }
    return 0;
  }

  void print() const {
    Spent sum;
    for (const Spent& tenth : tenths_) {
      sum.captures += tenth.captures;
      sum.wall_seconds += tenth.wall_seconds;
      sum.cpu_seconds += tenth.cpu_seconds;
    }
    const auto rate = [](const Spent& spent, double seconds) {
      return seconds > 0 ? static_cast<double>(spent.captures) / seconds : 0;
    };
    fmt::print("articles\t{}\n", articles_);
    fmt::print("captures\t{}\n", done_);
    fmt::print("bytes_in\t{}\n", bytes_);
    fmt::print("per_second\t{:.0f}\n", rate(sum, sum.wall_seconds));
    fmt::print("per_cpu_second\t{:.0f}\n", rate(sum, sum.cpu_seconds));
    for (std::size_t i = 0; i < tenths_.size(); ++i) {
      fmt::print("per_second_{}\t{:.0f}\n", i + 1, rate(tenths_[i], tenths_[i].wall_seconds));
      fmt::print("per_cpu_second_{}\t{:.0f}\n", i + 1, rate(tenths_[i], tenths_[i].cpu_seconds));
    }
    fmt::print("peak_memory\t{}\n", peak_memory());
    std::uint64_t shortest = 0;
    while (captures_.of(shortest) > 1) {
      ++shortest;
    }
    std::uint64_t middle = 0;
    while (middle + 1 < articles_ && captures_.of(middle) != 10) {
      ++middle;
    }
    fmt::print("short\t{}\n", key(shortest));
    fmt::print("middle\t{}\n", key(middle));
    fmt::print("longest\t{}\n", key(longest_));
    fmt::print("longest_captures\t{}\n", longest_captures_);
  }

  Archive archive_;
  Vocabulary vocabulary_;
  CapturesPerArticle captures_;
  std::uint64_t articles_;
  Order order_;
  std::uint64_t all_ = 0;
  std::uint64_t done_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t longest_ = 0;
  std::size_t longest_captures_ = 0;
  std::array<Spent, 10> tenths_{};
};

}  // namespace

int main(int argc, char** argv) try {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.size() < 2 || arguments.size() > 3 ||
      (arguments.size() == 3 && arguments[2] != "whole" && arguments[2] != "live")) {
    fmt::print(stderr, "usage: scale_bench FOLDER ARTICLES [whole|live]\n");
    return 2;
  }
  const Order order = arguments.size() == 3 && arguments[2] == "live" ? Order::live : Order::whole;
  Bench(arguments[0], std::stoull(arguments[1]), order).run();
  return 0;
} catch (const std::exception& error) {
  fmt::print(stderr, "error: {}\n", error.what());
  return 3;
}
