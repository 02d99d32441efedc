#pragma once

#include "base/bytes.hpp"
#include "base/object_id.hpp"
#include "store/store.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

namespace arch::store {

/// The files of what was judged, and of what was learned of how often articles change, in the
/// store's folder.
inline constexpr std::string_view judgements_name = "judged.db";
inline constexpr std::string_view rates_name = "rates.db";

/// A row of bytes for each article, worked out from it, in a file of its own beside the database.
/// Rows with numbers that no article has (none, and those below) may be about something else.
///
/// Nothing in it is evidence: removing the file loses nothing. What the bytes mean decides the
/// caller, who says by `version` when that changes, and must find out by what it put in them
/// whether a row is still of the article as it is. The file: docs/format.md#the-judgements and
/// #the-rates.
///
/// Processes may use it side by side. None waits for another: whoever comes second keeps nothing.
class DerivedFile {
public:
  /// Removes the file if there is one. Throws Error{io}.
  static void remove(const std::filesystem::path& folder, std::string_view name);

  /// What opening it found.
  enum class State {
    usable,
    made,     ///< it was missing, or of another version
    damaged,  ///< it could not be read, and was made again
  };

  /// Opens the file called `name` in `folder`, or makes it. Without a file, or with one that is of
  /// another version or damaged, in a folder that may not be written, there is nothing to read or
  /// to keep. Throws nothing for what is wrong with the file: see state().
  DerivedFile(const std::filesystem::path& folder, std::string_view name, const ObjectId& version);
  ~DerivedFile();
  DerivedFile(DerivedFile&&) noexcept;

  State state() const { return state_; }

  /// The article's row; nullopt too where the file cannot be read: its state is `damaged` then, and
  /// it gives and keeps nothing any more.
  std::optional<Bytes> find(ArticleNumber article);

  /// Keeps these rows, in the place of those that the articles had, all or none. Does nothing where
  /// the file may not be written or another process is writing to it.
  void put(std::span<const std::pair<ArticleNumber, Bytes>> rows);

private:
  struct Rows;
  static std::unique_ptr<Rows> open(const std::filesystem::path& file, const ObjectId& version);
  void give_up();

  std::filesystem::path file_;
  std::unique_ptr<Rows> rows_;  ///< null: nothing is read or kept
  State state_ = State::usable;
};

}  // namespace arch::store
