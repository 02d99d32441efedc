#include "capture/feed.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace arch::capture {
namespace {

using Json = nlohmann::json;

/// Follows a JSON text and takes the items out of it: an object is one where it stands in the
/// array `items` of the outermost object. What is deeper is passed over.
class FeedReader : public nlohmann::json_sax<Json> {
public:
  explicit FeedReader(ListBuilder& list) : list_(list) {}

  bool is_feed() const { return is_feed_; }

  bool null() override { return true; }
  bool boolean(bool /*value*/) override { return true; }
  bool number_integer(number_integer_t /*value*/) override { return true; }
  bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
  bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
  bool binary(binary_t& /*value*/) override { return true; }

  bool string(string_t& value) override {
    if (depth_ == root_depth && name_ == "version") {
      is_feed_ = value.starts_with("https://jsonfeed.org/version/") ||
                 value.starts_with("http://jsonfeed.org/version/");
    } else if (depth_ == item_depth && in_items_) {
      take(value);
    }
    return true;
  }

  bool key(string_t& value) override {
    if (depth_ == root_depth || depth_ == item_depth) {
      name_ = value;
    }
    return true;
  }

  bool start_object(std::size_t /*size*/) override {
    ++depth_;
    if (depth_ == item_depth) {
      item_ = {};
    }
    return true;
  }

  bool end_object() override {
    if (depth_ == item_depth && in_items_) {
      const bool has_url = !item_.url.empty();
      const std::string url = has_url ? item_.url : item_.other_url;
      list_.add(url.empty() && item_.id.starts_with("http") ? item_.id : url, item_.article);
    }
    --depth_;
    return true;
  }

  bool start_array(std::size_t /*size*/) override {
    if (depth_ == root_depth) {
      in_items_ = name_ == "items";
    }
    ++depth_;
    return true;
  }

  bool end_array() override {
    --depth_;
    if (depth_ == root_depth) {
      in_items_ = false;
    }
    return true;
  }

  bool parse_error(std::size_t /*at*/,
                   const std::string& /*token*/,
                   const nlohmann::detail::exception& /*why*/) override {
    list_.mark_cut();
    return false;
  }

private:
  static constexpr std::size_t root_depth = 1;
  static constexpr std::size_t item_depth = 3;  ///< in the object, in the array

  struct Item {
    std::string url = {};
    std::string other_url = {};
    std::string id = {};
    ListedArticle article = {.url = {}};
  };

  void take(const std::string& value) {
    if (name_ == "url") {
      item_.url = value;
    } else if (name_ == "external_url") {
      item_.other_url = value;
    } else if (name_ == "id") {
      item_.id = value;
    } else if (name_ == "title") {
      item_.article.title = make_listed_title(value);
    } else if (name_ == "date_published") {
      item_.article.published = find_listed_time(value);
    } else if (name_ == "date_modified") {
      item_.article.updated = find_listed_time(value);
    }
  }

  ListBuilder& list_;
  std::size_t depth_ = 0;
  std::string name_;  ///< of the value that comes next
  bool in_items_ = false;
  bool is_feed_ = false;
  Item item_;
};

}  // namespace

std::optional<ArticleList> parse_json_feed(std::string_view text, const ListSource& source) {
  ListBuilder list{source.url};
  FeedReader reader{list};
  Json::sax_parse(text, &reader);
  return reader.is_feed() ? std::optional{list.take()} : std::nullopt;
}

}  // namespace arch::capture
