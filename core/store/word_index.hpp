#pragma once

#include "store/store.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace arch::store {

/// The file of the index in the store's folder.
inline constexpr std::string_view word_index_name = "words.db";

/// Which articles have which words: an inverted index in a file of its own beside the database.
///
/// It is derived: removing the file loses nothing, and costs the next search the time to make it.
/// It says of an article that some text of it has, or had, a word, and nothing of where, so whoever
/// asks reads the articles. What a word is decides the caller, and says by `version` when that
/// changes. The file: docs/format.md#the-index-of-words.
///
/// Processes may use it side by side: updates wait for each other.
class WordIndex {
public:
  /// Whether an index in `folder` could be made or changed.
  static bool can_write(const std::filesystem::path& folder);
  static bool exists(const std::filesystem::path& folder);
  /// Removes the file if there is one. Throws Error{io}.
  static void remove(const std::filesystem::path& folder);

  /// Opens the index in `folder`. It is made when it is missing, and again when it is of another
  /// version, cannot be read, or knows of more than `store_arrivals` records: it is then of another
  /// store. Throws Error{io}.
  WordIndex(const std::filesystem::path& folder,
            std::uint32_t version,
            std::uint64_t store_arrivals);

  /// The same for reading only; nullopt where it would have to be made.
  static std::optional<WordIndex> find(const std::filesystem::path& folder,
                                       std::uint32_t version,
                                       std::uint64_t store_arrivals);

  ~WordIndex();
  WordIndex(WordIndex&&) noexcept;
  WordIndex& operator=(WordIndex&&) noexcept;

  /// The articles that have the word, ascending.
  std::vector<ArticleNumber> with(std::string_view word) const;
  /// The articles that have a word that begins so, ascending.
  std::vector<ArticleNumber> with_beginning(std::string_view beginning) const;

  /// See Store::changes_after(): what came up to here is in the index.
  std::int64_t mark() const;
  /// How many of the article's objects have been taken in.
  std::uint32_t objects_of(ArticleNumber article) const;

  /// One atomic addition, from construction to commit(); waits for others'.
  class Update {
  public:
    explicit Update(WordIndex& index);
    ~Update();
    Update(const Update&) = delete;
    Update& operator=(const Update&) = delete;

    /// The article's first `objects` objects are taken in now, and these words are in them: words
    /// that are not empty, have no space in them, and each of them once. Those that it had are
    /// kept.
    void add(ArticleNumber article, std::uint32_t objects, std::span<const std::string> words);
    void commit(std::int64_t mark, std::uint64_t store_arrivals);

  private:
    WordIndex* index_;
  };

  /// Packs what many updates left, so that the file is small and fast.
  void optimise();

private:
  struct State;
  explicit WordIndex(std::unique_ptr<State> state);
  static std::unique_ptr<State> open(const std::filesystem::path& folder,
                                     std::uint32_t version,
                                     std::uint64_t store_arrivals);
  std::unique_ptr<State> state_;
};

}  // namespace arch::store
