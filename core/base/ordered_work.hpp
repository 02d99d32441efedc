#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace arch {

/// Does a list of jobs on several threads, and hands what they gave to the caller's thread, in the
/// order of the jobs: the outcome does not depend on how many threads there are.
///
/// At most `ahead` results wait for the one before them, so the memory that they take is bounded.
template <typename Result>
class OrderedWork {
public:
  /// Makes the work of one thread, called on that thread: what it holds, such as a connection, is
  /// that thread's own. The work is called with the number of each job that falls to it.
  using MakeWork = std::function<std::function<Result(std::size_t)>()>;

  OrderedWork(std::size_t jobs, std::size_t threads, const MakeWork& make)
      : jobs_(jobs), ahead_(4 * std::max<std::size_t>(1, threads)) {
    for (std::size_t i = 0; i < std::clamp<std::size_t>(threads, 1, std::max(jobs, 1UL)); ++i) {
      threads_.emplace_back([this, make] { run(make); });
    }
  }
  ~OrderedWork() {
    {
      const std::scoped_lock lock{mutex_};
      stopped_ = true;
    }
    changed_.notify_all();
  }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;

  /// What the next job gave; nullopt when all were taken. Throws what the job threw.
  std::optional<Result> next() {
    if (taken_ == jobs_) {
      return std::nullopt;
    }
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return failed_ || (!ready_.empty() && ready_.front()); });
    if (failed_) {
      std::rethrow_exception(failed_);
    }
    std::optional<Result> result = std::move(ready_.front());
    ready_.pop_front();
    ++taken_;
    changed_.notify_all();
    return result;
  }

private:
  void run(const MakeWork& make) {
    try {
      const auto work = make();
      while (const auto job = claim()) {
        Result result = work(*job);
        const std::scoped_lock lock{mutex_};
        const std::size_t place = *job - taken_;
        ready_.resize(std::max(ready_.size(), place + 1));
        ready_[place] = std::move(result);
        changed_.notify_all();
      }
    } catch (...) {
      const std::scoped_lock lock{mutex_};
      failed_ = failed_ ? failed_ : std::current_exception();
      changed_.notify_all();
    }
  }

  std::optional<std::size_t> claim() {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [this] { return stopped_ || failed_ || claimed_ < taken_ + ahead_; });
    if (stopped_ || failed_ || claimed_ == jobs_) {
      return std::nullopt;
    }
    return claimed_++;
  }

  const std::size_t jobs_;
  const std::size_t ahead_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::optional<Result>> ready_;  ///< of the jobs from taken_ on
  std::size_t claimed_ = 0;
  std::size_t taken_ = 0;
  bool stopped_ = false;
  std::exception_ptr failed_;
  std::vector<std::jthread> threads_;  ///< last, so that they end before the rest goes
};

}  // namespace arch
