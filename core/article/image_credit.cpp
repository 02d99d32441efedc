#include "article/image_credit.hpp"

#include "article/page_evidence.hpp"
#include "article/visible_text.hpp"
#include "base/ascii.hpp"
#include "base/unicode.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace arch::article {

namespace {

constexpr std::size_t longest_credit = 120;  // bytes

// clang-format off: its table of one word a line says no more.

/// Words before a colon that say whose the image is, folded.
constexpr auto labels = std::to_array<std::string_view>({
    "photo", "photos", "photograph", "photographs", "photographer", "photography", "picture",
    "pictures", "image", "images", "image credit", "photo credit", "picture credit", "credit",
    "credits", "illustration", "graphic", "video", "source", "copyright",
    "foto", "fotos", "fotograf", "fotografin", "bild", "bilder", "bildquelle", "bildnachweis",
    "bildrechte", "grafik", "quelle",
    "crédit", "crédits", "crédit photo", "crédits photo", "photographe", "infographie",
    "crédito", "créditos", "créditos de imagem", "imagen", "imagem", "fotografía", "fotografia",
    "image source", "fot.", "fot", "zdjęcie", "zdjęcia", "źródło", "foto's", "beeld", "kuva",
    "撮影", "写真", "写真提供", "提供", "사진", "사진 제공", "摄影", "摄", "图", "图片", "图片来源", "攝影", "圖", "圖片來源",
    "تصوير", "الصورة", "المصدر", "צילום", "תמונה", "फोटो", "तस्वीर", "фото", "снимка", "picha", "ifoto", "ภาพ",
    "fuente", "fonte", "gráfico", "ilustración", "ilustração", "reprodução", "divulgação"});

/// Words that say the same before a name: a label that begins with a capital letter and one of these.
constexpr auto by_words = std::to_array<std::string_view>({"by", "von", "par", "por", "de"});
constexpr auto made_by = std::to_array<std::string_view>({
    "photo", "photos", "photograph", "photographs", "picture", "image", "illustration", "graphic",
    "foto", "fotos", "bild", "grafik", "imagen", "imagem", "fotografía", "fotografia"});

/// Agencies and archives of pictures, folded.
constexpr auto agencies = std::to_array<std::string_view>({
    "reuters", "afp", "ap", "ap photo", "associated press", "getty", "getty images", "dpa", "epa",
    "epa-efe", "efe", "ansa", "pa", "pa wire", "pa media", "press association", "xinhua",
    "shutterstock", "istock", "alamy", "alamy stock photo", "bloomberg", "picture alliance",
    "picture-alliance", "imago", "imago images", "keystone", "belga", "anp", "tt", "ntb", "ritzau",
    "anadolu", "anadolu agency", "tass", "kyodo", "pti", "sipa", "sipa press", "abaca", "zuma",
    "zuma press", "nurphoto", "lusa", "agência brasil", "folhapress", "estadão conteúdo",
    "europa press", "maxppp", "hans lucas", "unsplash", "pixabay", "wikimedia commons",
    "wikimedia", "handout", "pool", "apa", "cnw", "the canadian press", "aap", "upi", "yonhap"});

// clang-format on

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_blank_or_rule(char c) {
  return c == ' ' || c == '|' || c == '-';
}

/// Without spaces, strokes and dashes at its ends, which only keep the parts of a caption apart.
std::string_view trim_rules(std::string_view text) {
  constexpr auto dashes = std::to_array<std::string_view>({"—", "–", "•", "·"});
  while (!text.empty()) {
    const std::size_t before = text.size();
    if (is_blank_or_rule(text.back())) {
      text.remove_suffix(1);
    } else if (is_blank_or_rule(text.front())) {
      text.remove_prefix(1);
    }
    for (const std::string_view dash : dashes) {
      text.remove_suffix(text.ends_with(dash) ? dash.size() : 0);
      text.remove_prefix(text.starts_with(dash) ? dash.size() : 0);
    }
    if (text.size() == before) {
      break;
    }
  }
  return text;
}

/// The text in the brackets that enclose all of it; else all of it.
std::string_view without_brackets(std::string_view text) {
  const std::string_view inner =
      text.size() >= 2 ? text.substr(1, text.size() - 2) : std::string_view{};
  const bool enclosed = (text.starts_with('(') && text.ends_with(')')) ||
                        (text.starts_with('[') && text.ends_with(']'));
  return enclosed && inner.find_first_of("()[]") == std::string_view::npos ? inner : text;
}

bool is_agency(std::string_view folded) {
  return contains(agencies, trim_rules(folded));
}

/// `Jane Doe/Reuters`, `Jane Doe via Getty Images`, `AFP`.
bool names_agency(std::string_view folded) {
  constexpr std::string_view via = " via ";
  if (const std::size_t at = folded.rfind(via);
      at != std::string_view::npos && is_agency(folded.substr(at + via.size()))) {
    return true;
  }
  for (std::size_t begin = 0; begin <= folded.size();) {
    const std::size_t end = std::min(folded.find('/', begin), folded.size());
    if (is_agency(folded.substr(begin, end - begin))) {
      return true;
    }
    begin = end + 1;
  }
  return false;
}

/// Whether a text begins with a label and a colon, `Photo by`, or a copyright sign.
bool begins_as_credit(std::string_view text) {
  if (text.starts_with("©") || text.starts_with("(c)") || text.starts_with("(C)")) {
    return true;
  }
  constexpr std::size_t longest_label = 24;  // bytes
  const std::string_view beginning = text.substr(0, longest_label);
  // `Image source, Getty` is how the BBC writes it, `사진=` how Korean papers do.
  for (const std::string_view mark : {":", "：", "=", "/", "／"}) {
    if (const std::size_t end = beginning.find(mark); end != std::string_view::npos) {
      return contains(labels, fold_case(trim_rules(beginning.substr(0, end))));
    }
  }
  constexpr auto unmarked = std::to_array<std::string_view>({"image source, ", "fot. "});
  const std::string folded = fold_case(beginning);
  if (std::ranges::any_of(unmarked,
                          [&](std::string_view label) { return folded.starts_with(label); })) {
    return true;
  }
  const std::size_t first = text.find(' ');
  const std::size_t second = first == std::string_view::npos ? first : text.find(' ', first + 1);
  return second != std::string_view::npos && !is_lower(text.front()) &&
         contains(made_by, fold_case(text.substr(0, first))) &&
         contains(by_words, fold_case(text.substr(first + 1, second - first - 1)));
}

/// Whether the whole of a text is a credit.
bool is_credit(std::string_view text) {
  return !text.empty() && text.size() <= longest_credit &&
         (begins_as_credit(text) || names_agency(fold_case(text)));
}

CaptionParts cut_at(std::string_view caption, std::size_t at) {
  return {.caption = std::string{trim_rules(caption.substr(0, at))},
          .credit = std::string{trim_rules(caption.substr(at))}};
}

/// `The bridge (Photo: Jane Doe).`
std::optional<CaptionParts> split_at_brackets(std::string_view caption) {
  std::string_view text = caption;
  text.remove_suffix(text.ends_with('.') ? 1 : 0);
  const std::size_t begin = text.find_last_of("([");
  if (begin == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view inner = without_brackets(text.substr(begin));
  if (inner.size() + begin == text.size() || !is_credit(inner)) {
    return std::nullopt;
  }
  return CaptionParts{.caption = std::string{trim_rules(text.substr(0, begin))},
                      .credit = std::string{inner}};
}

/// Whether a part of a caption may begin at `at`, behind the end of a sentence, a stroke or a dash.
/// Behind an initial none does.
bool may_begin_part(std::string_view caption, std::size_t at) {
  const std::string_view before = caption.substr(0, at);
  if (before.empty() || trim_rules(before).size() + 1 < before.size()) {
    return true;
  }
  const std::string_view sentence = trim_rules(before);
  constexpr std::size_t initial = 2;  // bytes, with its dot
  return sentence.ends_with('!') || sentence.ends_with('?') || sentence.ends_with('"') ||
         sentence.ends_with("”") || sentence.ends_with("»") || sentence.ends_with(')') ||
         (sentence.ends_with('.') && sentence.size() - sentence.find_last_of(' ') - 1 > initial);
}

}  // namespace

CaptionParts split_caption(std::string_view caption) {
  if (std::optional<CaptionParts> parts = split_at_brackets(caption)) {
    return std::move(*parts);
  }
  const std::size_t first =
      caption.size() > longest_credit ? caption.size() - longest_credit : std::size_t{0};
  std::size_t last_part = caption.size();
  for (std::size_t at = first; at < caption.size(); ++at) {
    if (at > 0 && caption[at - 1] != ' ') {
      continue;
    }
    const bool begins_part = may_begin_part(caption, at);
    const std::string_view rest = caption.substr(at);
    // What begins as a credit with a capital letter needs no end of a sentence before it.
    if ((begins_part || !is_lower(rest.front())) && begins_as_credit(rest)) {
      return cut_at(caption, at);
    }
    last_part = begins_part ? at : last_part;
  }
  return names_agency(fold_case(caption.substr(last_part))) ? cut_at(caption, last_part)
                                                            : CaptionParts{std::string{caption}};
}

CreditNames::CreditNames(const html::Tree& tree) : tree_{tree} {
  constexpr auto words = std::to_array<std::string_view>({"credit",
                                                          "copyright",
                                                          "photographer",
                                                          "attribution",
                                                          "fotograf",
                                                          "bildquelle",
                                                          "bildnachweis",
                                                          "image-source"});
  for (std::size_t number = 0; number < tree.name_count(); ++number) {
    const std::string name = ascii_lowered(tree.name_text(number));
    says_credit_.push_back(std::ranges::any_of(
        words, [&](std::string_view word) { return name.find(word) != std::string::npos; }));
  }
}

bool CreditNames::names_credit(html::NodeId element) const {
  if (tree_.is_text(element) || tree_.tag(element) == html::Tag::figcaption) {
    return false;
  }
  const std::uint32_t number = tree_.name_number(element, html::Attribute::class_name);
  if (number != html::no_name && says_credit_[number]) {
    return true;
  }
  const std::string_view property = tree_.attribute_or_empty(element, html::Attribute::itemprop);
  return property == "copyrightHolder" || property == "creditText" || property == "copyrightNotice";
}

CaptionParts CreditNames::split(html::NodeId figure, std::string_view caption) const {
  constexpr html::NodeId most_nodes = 256;  // of a figure; one of an image has a dozen
  const html::NodeId end = std::min(tree_.end(figure), figure + most_nodes);
  for (html::NodeId at = figure + 1; at < end; ++at) {
    if (!names_credit(at)) {
      continue;
    }
    const std::string text = visible_line(short_text(tree_, at, longest_credit));
    if (text.empty() || text == caption) {
      continue;
    }
    CaptionParts parts{.caption = std::string{caption},
                       .credit = std::string{without_brackets(trim_rules(text))}};
    if (const std::size_t place = caption.find(text); place != std::string_view::npos) {
      const std::string_view before = trim_rules(caption.substr(0, place));
      const std::string_view behind = trim_rules(caption.substr(place + text.size()));
      parts.caption = before;
      parts.caption += before.empty() || behind.empty() ? "" : " ";
      parts.caption += behind;
    }
    return parts;
  }
  return split_caption(caption);
}

}  // namespace arch::article
