// What a look at an article costs between the answer and the archive: 304s, and pages that differ
// only around the article.
//   visit_bench FOLDER [ARTICLES]    makes an archive in FOLDER

#include "bench/bench.hpp"
#include "capture/visit.hpp"
#include "history/recorder.hpp"

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace bench = arch::bench;
namespace capture = arch::capture;
namespace history = arch::history;
namespace http = arch::http;

namespace {

http::Url url_of(int article) {
  return http::Url::parse("https://news.example/" + std::to_string(article)).value();
}

/// An article of about 500 words, with some furniture around it.
std::string page_of(int article, int furniture) {
  std::string page = "<!doctype html><html><head><title>Story</title></head><body><nav>Menu " +
                     std::to_string(furniture) + "</nav><main><article><h1>Story number " +
                     std::to_string(article) + " of the day</h1>";
  for (int i = 0; i < 25; ++i) {
    page += "<p>The council of town " + std::to_string(article * 31 + i) +
            " decided on Monday that the bridge over the river is to be opened again in week " +
            std::to_string(i) + ", the mayor told reporters.</p>";
  }
  return page + "</article></main></body></html>";
}

class Visitor {
public:
  Visitor(const std::string& folder, int articles)
      : archive_{history::Archive::create(folder), arch::store::OpenOptions::Access::write},
        articles_{articles} {}

  /// Visits every article, a hundred in a transaction.
  void visit_all(const char* what, int status, int furniture) {
    time_.seconds += 600;
    const double start = bench::cpu_nanoseconds();
    for (int begin = 0; begin < articles_; begin += 100) {
      history::Recorder recorder{archive_};
      for (int i = begin; i < begin + 100 && i < articles_; ++i) {
        http::Response response{.url = url_of(i), .status = status, .headers = {{"etag", "\"a\""}}};
        if (status == 200) {
          response.body = arch::to_bytes(page_of(i, furniture));
        }
        const capture::Seen seen =
            capture::see(archive_, url_of(i), url_of(i).text(), std::move(response), time_);
        capture::record(recorder, seen, {.salt = std::string(32, 'a')});
      }
      recorder.commit();
    }
    const double each = (bench::cpu_nanoseconds() - start) / articles_ / 1e3;
    std::printf("%s\t%.0f us of CPU each\t%.0f a second of CPU\n", what, each, 1e6 / each);
  }

private:
  history::Archive archive_;
  int articles_;
  arch::UtcTime time_{1'795'000'000};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    return 2;
  }
  Visitor visitor{argv[1], argc > 2 ? std::atoi(argv[2]) : 1000};
  visitor.visit_all("first seen", 200, 0);
  visitor.visit_all("304", 304, 0);
  visitor.visit_all("304 again", 304, 0);
  visitor.visit_all("other furniture", 200, 1);
}
