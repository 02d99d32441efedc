// A correction is what an archive of news is for, and pages put it where a model that learned from
// articles expects the page's frame: a box with a heading, the article's footer, an aside. So what
// is a notice is asked again, by its words and by names that mean nothing else, after the model.
#include "article/body_notices.hpp"

#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_set>

namespace arch::article {

namespace {

using html::no_node;
using html::NodeId;
using html::Tag;
using html::Tree;

// clang-format off: its table of one word a line says no more.

/// What notices begin with, folded, before a date or a mark. From house policies and published
/// notices; core/corrections/data/notices.txt has them too, for documents, with what they mean.
constexpr auto labels = std::to_array<std::string_view>({
    "correction", "corrections", "clarification", "clarifications", "corrections and clarifications",
    "corrections & clarifications", "correction and clarification", "amendment", "erratum", "errata",
    "editor's note", "editor’s note", "editors' note", "editors’ note", "for the record",
    "correctif", "rectificatif", "rectification", "précision", "précisions",
    "note de la rédaction",
    "korrektur", "korrekturhinweis", "richtigstellung", "berichtigung", "klarstellung",
    "anmerkung der redaktion", "hinweis der redaktion", "transparenzhinweis", "anm. d. red.",
    "corrección", "correcciones", "fe de errores", "fe de erratas", "rectificación", "aclaración",
    "nota del editor", "nota de la redacción", "nota de redacción",
    "correção", "correções", "erramos", "retificação", "nota da redação", "nota do editor",
    "esclarecimento", "correzione", "rettifica", "errata corrige", "precisazione",
    "nota della redazione", "sprostowanie", "korekta", "wyjaśnienie", "correctie", "rectificatie",
    "verduidelijking", "rättelse", "förtydligande", "rettelse", "presisering", "berigtigelse",
    "oikaisu", "исправление", "уточнение", "поправка", "виправлення", "düzeltme", "διόρθωση",
    "đính chính", "ralat", "koreksi", "marekebisho", "masahihisho", "ikosora", "gukosora",
    "تصحيح", "تصويب", "توضيح", "תיקון", "תיקון טעות", "הבהרה", "भूल सुधार", "शुद्धिपत्र", "स्पष्टीकरण",
    "更正", "勘误", "更正启事", "訂正", "お詫びと訂正", "訂正とお詫び", "바로잡습니다", "정정", "정정보도",
    "แก้ไข", "แก้ไขข่าว"});

/// What says so in a sentence, folded, wherever in the beginning of a block it stands.
constexpr auto sentences = std::to_array<std::string_view>({
    "an earlier version of", "a previous version of", "has been corrected", "was corrected on",
    "was amended on", "was amended to", "has been amended", "updated to correct",
    "updated to clarify", "changed to correct", "changed to clarify", "changed to reflect",
    "in einer früheren version", "in einer früheren fassung", "in einer ersten fassung",
    "in einer ersten version", "in der ursprünglichen version", "wurde nachträglich bearbeitet",
    "une version précédente", "article modifié le", "pour corriger le", "pour corriger la",
    "una versión anterior", "se ha actualizado para corregir", "uma versão anterior",
    "como informado anteriormente", "una versione precedente", "we wcześniejszej wersji",
    "w pierwotnej wersji", "in een eerdere versie", "i en tidigare version", "i en tidligere",
    "в предыдущей версии", "в более ранней версии"});
// clang-format on

/// The beginning of a text, folded, without the marks that stand before labels.
std::string beginning_of(std::string_view text) {
  constexpr std::size_t looked_at = 300;  // bytes
  constexpr auto marks = std::to_array<std::string_view>({" ",
                                                          "*",
                                                          "(",
                                                          "[",
                                                          "-",
                                                          "–",
                                                          "—",
                                                          "•",
                                                          "|",
                                                          ">",
                                                          "#",
                                                          "【",
                                                          "［",
                                                          "「",
                                                          "■",
                                                          "▼",
                                                          "◆",
                                                          "※"});
  bool found = true;
  while (found) {
    found = false;
    for (const std::string_view mark : marks) {
      if (text.starts_with(mark)) {
        text.remove_prefix(mark.size());
        found = true;
      }
    }
  }
  return fold_case(text.substr(0, looked_at));
}

/// Whether a mark that ends labels stands soon behind a label: `, 5 March 2026:`, ` (5 marca) –`.
bool has_end_of_label(std::string_view rest) {
  constexpr std::size_t longest = 48;  // bytes
  constexpr auto ends = std::to_array<std::string_view>(
      {":", "：", " - ", " – ", " — ", "】", "］", "」", "|", "/", "／"});
  const std::string_view beginning = rest.substr(0, longest);
  return std::ranges::any_of(ends, [&](std::string_view end) {
    const std::size_t at = beginning.find(end);
    return at != std::string_view::npos && beginning.substr(0, at).find(". ") == rest.npos;
  });
}

bool begins_with_label(std::string_view folded) {
  return std::ranges::any_of(labels, [&](std::string_view label) {
    if (!folded.starts_with(label)) {
      return false;
    }
    const std::string_view rest = folded.substr(label.size());
    const bool whole = rest.empty() || static_cast<unsigned char>(rest.front()) >= 0x80 ||
                       rest.find_first_of(" ,:(.)|/-") == 0;
    return whole && has_end_of_label(rest);
  });
}

constexpr NameGroups never = bit(NameGroup::related) | bit(NameGroup::comment) |
                             bit(NameGroup::overlay) | bit(NameGroup::advertisement);

/// The element that holds the article and what belongs to it: the outermost `main`, else the
/// outermost `article` around the text, else the element around that with most of the text.
NodeId container_of(const Tree& tree, NodeId main) {
  NodeId article = no_node;
  for (NodeId at = main; at != no_node; at = tree.parent(at)) {
    if (tree.tag(at) == Tag::main) {
      return at;
    }
    article = tree.tag(at) == Tag::article ? at : article;
  }
  const NodeId parent = tree.parent(main);
  return article != no_node                                                ? article
         : parent != no_node && tree.tag(main) != Tag::body && parent != 0 ? parent
                                                                           : main;
}

class Keeper {
public:
  Keeper(const Tree& tree,
         std::span<const PageBlock> blocks,
         const BodyFeatures& features,
         std::vector<Fate>& fates)
      : tree_{tree},
        blocks_{blocks},
        features_{features},
        fates_{fates},
        container_{container_of(tree, features.main_element())} {}

  void keep() {
    read_names();
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (fates_[i] != Fate::unlikely || !is_in_container(i)) {
        continue;
      }
      // Names are looked at last: the words tell most blocks apart, and cost less.
      if (is_notice_label(blocks_[i].text)) {
        keep_below_label(i);
      } else if (is_notice(i) && !is_of_others(blocks_[i].element)) {
        keep(i);
      }
    }
  }

private:
  /// Which classes and ids say that they are of a correction, and what the article says already.
  void read_names() {
    for (std::size_t number = 0; number < tree_.name_count(); ++number) {
      const std::string_view name = tree_.name_text(static_cast<std::uint32_t>(number));
      const bool may_say = name.find("orre") != name.npos || name.find("rrat") != name.npos ||
                           name.find("larif") != name.npos || name.find("orrek") != name.npos;
      says_correction_.push_back(may_say && (name_groups(name) & bit(NameGroup::correction)) != 0);
      any_says_ = any_says_ || says_correction_.back();
    }
    for (std::size_t i = 0; i < blocks_.size(); ++i) {
      if (is_kept(fates_[i])) {
        said_.insert(blocks_[i].text);
      }
    }
  }

  /// Whether a block is in the article's container and no link.
  bool is_in_container(std::size_t i) const {
    const PageBlock& block = blocks_[i];
    return block.kind != PageBlockKind::image && block.linked * 2 < block.letters &&
           tree_.contains(container_, block.element);
  }

  bool is_of_others(NodeId element) const {
    for (NodeId at = element; at != no_node && at != container_; at = tree_.parent(at)) {
      if (tree_.tag(at) == Tag::nav || (features_.groups_of(at) & never) != 0) {
        return true;
      }
    }
    return false;
  }

  bool is_notice(std::size_t i) const {
    constexpr std::size_t shortest = 30;  // bytes; shorter ones lead to a page of corrections
    return blocks_[i].text.size() >= shortest &&
           (begins_as_notice(blocks_[i].text) || is_in_correction(i));
  }

  /// Whether a small element around a block, by which only it and few more stand, is named after
  /// corrections.
  bool is_in_correction(std::size_t i) const {
    constexpr NodeId most_nodes = 60;
    for (NodeId at = blocks_[i].element;
         any_says_ && at != no_node && at != features_.main_element() &&
         tree_.end(at) - at <= most_nodes;
         at = tree_.parent(at)) {
      for (const auto attribute : {html::Attribute::class_name, html::Attribute::id}) {
        const std::uint32_t number = tree_.name_number(at, attribute);
        if (number != html::no_name && says_correction_[number]) {
          return true;
        }
      }
    }
    return false;
  }

  /// Keeps a heading that is a notice's label with what stands below it: to the end of the element
  /// that both are in, or, where that holds the article, the next block.
  void keep_below_label(std::size_t label) {
    constexpr std::size_t most_blocks = 6;
    const NodeId heading = blocks_[label].element;
    const NodeId around = tree_.parent(heading);
    const bool own = around != no_node && !tree_.contains(around, features_.main_element()) &&
                     around != container_;
    const std::size_t end = std::min(blocks_.size(), label + 1 + (own ? most_blocks : 1));
    for (std::size_t i = label + 1; i < end; ++i) {
      if ((own && !tree_.contains(around, blocks_[i].element)) || !is_in_container(i) ||
          blocks_[i].kind == PageBlockKind::heading || is_of_others(blocks_[i].element)) {
        break;
      }
      keep(i);
      keep(label);
    }
  }

  void keep(std::size_t i) {
    if (fates_[i] == Fate::unlikely && said_.insert(blocks_[i].text).second) {
      fates_[i] = Fate::notice;
    }
  }

  const Tree& tree_;
  std::span<const PageBlock> blocks_;
  const BodyFeatures& features_;
  std::vector<Fate>& fates_;
  NodeId container_;
  std::vector<bool> says_correction_;  ///< by the number of a name
  bool any_says_ = false;
  std::unordered_set<std::string_view> said_;  ///< texts of blocks that are kept
};

}  // namespace

bool begins_as_notice(std::string_view text) {
  const std::string folded = beginning_of(text);
  // Each sentence has one of these, and few other texts have.
  constexpr auto signs = std::to_array<std::string_view>({"versi",
                                                          "fassung",
                                                          "orrect",
                                                          "mended",
                                                          "larif",
                                                          "orrig",
                                                          "reflect",
                                                          "modifi",
                                                          "träglich",
                                                          "correg",
                                                          "anterior",
                                                          "wersji",
                                                          "eerdere",
                                                          "верси"});
  return begins_with_label(folded) ||
         (std::ranges::any_of(
              signs,
              [&](std::string_view sign) { return folded.find(sign) != std::string::npos; }) &&
          std::ranges::any_of(sentences, [&](std::string_view sentence) {
            return folded.find(sentence) != std::string::npos;
          }));
}

bool is_notice_label(std::string_view text) {
  constexpr std::size_t longest = 100;  // bytes
  if (text.size() > longest) {
    return false;
  }
  std::string folded = beginning_of(text);
  for (const std::string_view end : {":", "：", "】", "］", "」", "."}) {
    if (folded.ends_with(end)) {
      folded.resize(folded.size() - end.size());
    }
  }
  return std::ranges::find(labels, folded) != labels.end();
}

void keep_boxed_notices(const Tree& tree,
                        std::span<const PageBlock> blocks,
                        const BodyFeatures& features,
                        std::vector<Fate>& fates) {
  if (std::ranges::any_of(fates, is_kept)) {
    Keeper{tree, blocks, features, fates}.keep();
  }
}

}  // namespace arch::article
