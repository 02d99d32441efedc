// Teasers read like articles: sentences, paragraphs, no links in the longer ones. What tells them
// is the heading above them and the linked headlines between them. The model sees blocks one by one
// and their neighbours, so a list of long teasers passes; it is taken out behind it, where it can
// be told as a whole.
#include "article/body_other_stories.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

namespace arch::article {

namespace {

using html::no_node;
using html::NodeId;
using html::Tree;

// clang-format off: its table of one word a line says no more.

/// Headings of lists of other stories and labels of links to them, folded, without a mark at the
/// end.
constexpr auto announcements = std::to_array<std::string_view>({
    "related", "related stories", "related story", "related articles", "related article",
    "related news", "related posts", "related content", "related topics", "related coverage",
    "related links", "related reading", "more stories", "more news", "more on this story",
    "more on this", "more from this section", "more like this", "more to read", "most read",
    "most popular", "read more", "read more on this", "read also", "read next", "also read",
    "see also", "up next", "you may also like", "you might also like", "you may like",
    "recommended", "recommended for you", "recommended stories", "latest news", "latest stories",
    "top stories", "trending", "trending now", "don't miss", "don’t miss", "in other news",
    "lesen sie auch", "lesen sie mehr", "lies auch", "mehr zum thema", "mehr dazu", "auch interessant",
    "das könnte sie auch interessieren", "weitere artikel", "weitere meldungen", "meistgelesen",
    "verwandte artikel", "verwandte themen", "ähnliche artikel", "passend zum thema",
    "lire aussi", "à lire aussi", "à lire également", "lire la suite", "sur le même sujet",
    "articles similaires", "articles liés", "les plus lus", "à ne pas manquer",
    "lee también", "lea también", "leer más", "leer también", "te puede interesar", "más noticias",
    "noticias relacionadas", "artículos relacionados", "relacionados", "lo más leído",
    "le puede interesar", "más información",
    "leia mais", "leia também", "ler mais", "saiba mais", "veja também", "veja mais",
    "notícias relacionadas", "artigos relacionados", "relacionadas", "mais lidas", "mais notícias",
    "leggi anche", "leggi di più", "per approfondire", "articoli correlati", "i più letti",
    "notizie correlate", "potrebbe interessarti",
    "lees ook", "lees meer", "lees verder", "meer nieuws", "meer over dit onderwerp",
    "gerelateerd", "meest gelezen", "gerelateerde artikelen",
    "czytaj też", "czytaj także", "czytaj również", "czytaj więcej", "zobacz też", "zobacz także",
    "przeczytaj też", "przeczytaj także", "przeczytaj również", "powiązane artykuły", "podobne artykuły",
    "najczęściej czytane", "läs mer", "läs också", "les også", "les mer", "læs også", "læs mere",
    "lue myös", "читайте также", "читать также", "читайте ещё", "по теме", "читайте також",
    "ilgili haberler", "ayrıca okuyun", "baca juga", "xem thêm", "διαβάστε επίσης",
    "soma zaidi", "soma pia", "habari zinazohusiana", "inkuru bifitanye isano", "soma n'ibindi",
    "soma kandi", "izindi nkuru",
    "اقرأ أيضا", "اقرأ أيضاً", "اقرأ ايضا", "إقرأ أيضا", "اقرأ المزيد", "مواضيع ذات صلة", "أخبار ذات صلة",
    "קראו גם", "קראו עוד", "קרא גם", "עוד בנושא", "כתבות נוספות", "יכול לעניין אותך",
    "यह भी पढ़ें", "ये भी पढ़ें", "इसे भी पढ़ें", "और पढ़ें", "संबंधित खबरें",
    "相关阅读", "相关新闻", "相关报道", "延伸阅读", "推荐阅读", "更多阅读", "相關新聞", "相關報導", "延伸閱讀",
    "もっと読む", "関連記事", "あわせて読みたい", "こちらもおすすめ", "おすすめ記事", "続きを読む",
    "관련 기사", "관련기사", "더 읽기", "더 보기", "함께 읽기", "함께 볼만한 기사", "많이 본 뉴스", "อ่านเพิ่มเติม",
    "ข่าวที่เกี่ยวข้อง"});
// clang-format on

constexpr auto edges = std::to_array<std::string_view>(
    {" ", ":", "：", ">", "»", "→", "›", "-", "–",  "—",  "|", "•", "*",     "➤",
     "▶", "►", "…",  ".", "[", "]", "(", ")", "【", "】", "■", "▼", "\u00A0"});

/// Without the marks that stand before and behind labels.
std::string_view trimmed(std::string_view text) {
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view edge : edges) {
      if (text.starts_with(edge)) {
        text.remove_prefix(edge.size());
        found = true;
      }
      if (text.ends_with(edge)) {
        text.remove_suffix(edge.size());
        found = true;
      }
    }
  }
  return text;
}

class Dropper {
public:
  Dropper(const Tree& tree,
          std::span<const PageBlock> blocks,
          const BodyFeatures& features,
          std::vector<Fate>& fates)
      : tree_{tree}, blocks_{blocks}, features_{features}, fates_{fates} {
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      kept_letters_ += is_kept(fates[i]) ? blocks[i].letters : 0;
    }
  }

  void drop() {
    drop_email_boxes();
    std::uint32_t before = 0;
    std::size_t end = blocks_.size();
    while (end > 0 && !is_kept(fates_[end - 1])) {
      --end;
    }
    for (std::size_t i = 0; i < end; ++i) {
      if (is_kept(fates_[i]) && is_label_and_link(i)) {
        fates_[i] = Fate::unlikely;
      } else if (before > 0 && announces_stories(blocks_[i].text)) {
        drop_list(i);
      }
      before += is_kept(fates_[i]) ? blocks_[i].letters : 0;
    }
  }

private:
  /// The boxes in an article that ask for an address: a small element with a form for it.
  void drop_email_boxes() {
    int left = 8;  // more forms than an article has
    for (NodeId at = 0; at < tree_.size() && left > 0; ++at) {
      if (tree_.tag(at) == html::Tag::form && asks_for_email(at)) {
        drop_box(at);
        --left;
      }
    }
  }

  bool asks_for_email(NodeId form) const {
    constexpr NodeId most_nodes = 60;
    const NodeId end = std::min(tree_.end(form), form + most_nodes);
    for (NodeId at = form; at < end; ++at) {
      if (tree_.tag(at) == html::Tag::input &&
          tree_.attribute_or_empty(at, html::Attribute::type) == "email") {
        return true;
      }
    }
    return false;
  }

  /// Takes out the outermost element around a form with hardly more text than such a box has.
  void drop_box(NodeId form) {
    constexpr std::uint32_t longest = 320;  // letters: a heading and a paragraph
    for (NodeId box = form; box != no_node && !tree_.contains(box, features_.main_element());
         box = tree_.parent(box)) {
      std::uint32_t letters = 0;
      for (const PageBlock& block : blocks_) {
        letters += tree_.contains(box, block.element) ? block.letters : 0;
      }
      if (letters > longest || letters * 2 > kept_letters_) {
        return;
      }
      for (std::size_t i = 0; i < blocks_.size(); ++i) {
        if (tree_.contains(box, blocks_[i].element) && is_kept(fates_[i])) {
          fates_[i] = Fate::unlikely;
        }
      }
    }
  }

  /// `Read more: <a>…</a>`: the part of the block that is no link is the label.
  bool is_label_and_link(std::size_t i) const {
    const PageBlock& block = blocks_[i];
    constexpr std::uint32_t longest_label = 40;  // letters
    if (block.linked == 0 || block.letters - block.linked > longest_label ||
        block.kind == PageBlockKind::image) {
      return false;
    }
    std::string label;
    NodeId link_end = 0;
    for (NodeId at = block.element; at < tree_.end(block.element); ++at) {
      if (tree_.tag(at) == html::Tag::a) {
        link_end = std::max(link_end, tree_.end(at));
      } else if (at >= block.begin && at >= link_end && tree_.is_text(at)) {
        label += tree_.text(at).substr(0, std::size_t{3} * longest_label);
      }
    }
    return announces_stories(label);
  }

  /// The outermost element whose text begins with the block and that does not hold the article.
  NodeId list_below(std::size_t heading) const {
    NodeId list = no_node;
    for (NodeId at = blocks_[heading].element; at != no_node; at = tree_.parent(at)) {
      const bool begins = heading == 0 || !tree_.contains(at, blocks_[heading - 1].element);
      if (!begins || tree_.contains(at, features_.main_element())) {
        break;
      }
      list = at;
    }
    return list;
  }

  void drop_list(std::size_t heading) {
    constexpr std::size_t least_links = 2;
    const NodeId list = list_below(heading);
    std::size_t links = 0;
    std::uint32_t letters = 0;
    std::size_t end = heading + 1;
    for (; end < blocks_.size() && list != no_node && tree_.contains(list, blocks_[end].element);
         ++end) {
      const PageBlock& block = blocks_[end];
      links += block.linked * 2 > block.letters ? 1 : 0;
      letters += is_kept(fates_[end]) ? block.letters : 0;
    }
    if (list == no_node || links < least_links || letters * 2 > kept_letters_) {
      return;
    }
    for (std::size_t i = heading; i < end; ++i) {
      fates_[i] = is_kept(fates_[i]) && fates_[i] != Fate::notice ? Fate::unlikely : fates_[i];
    }
  }

  const Tree& tree_;
  std::span<const PageBlock> blocks_;
  const BodyFeatures& features_;
  std::vector<Fate>& fates_;
  std::uint32_t kept_letters_ = 0;
};

}  // namespace

bool announces_stories(std::string_view text) {
  constexpr std::size_t longest = 160;  // bytes
  if (text.size() > longest) {
    return false;
  }
  const std::string folded = fold_case(text);
  return std::ranges::find(announcements, trimmed(folded)) != announcements.end();
}

void drop_other_stories(const Tree& tree,
                        std::span<const PageBlock> blocks,
                        const BodyFeatures& features,
                        std::vector<Fate>& fates) {
  Dropper{tree, blocks, features, fates}.drop();
}

}  // namespace arch::article
