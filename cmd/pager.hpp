#pragma once

#include <memory>
#include <string>

namespace arch::cmd {

/// A program that shows text page by page, such as less, fed through a pipe.
class Pager {
public:
  /// Starts `command` by the shell, with LESS=FRX in its environment where LESS is not set, so that
  /// less shows colours and leaves a short text on the screen. Returns nullptr if it cannot start.
  static std::unique_ptr<Pager> start(const std::string& command);

  ~Pager();
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;

  /// Where to write.
  int descriptor() const { return descriptor_; }

  /// Tells the pager that there is no more, and waits until its user has seen enough.
  void finish();

private:
  Pager(int process, int descriptor) : process_(process), descriptor_(descriptor) {}
  int process_;
  int descriptor_;
};

}  // namespace arch::cmd
