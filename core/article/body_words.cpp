#include "article/body_words.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <vector>

namespace arch::article {

namespace {

struct GroupWords {
  NameGroup group;
  std::string_view words;
};

/// Words of English and of the languages of the sites that arch was tried on, in lower case.
constexpr std::array group_words = std::to_array<GroupWords>({
    {NameGroup::content,
     "content contents body article story post entry text richtext copy main prose wysiwyg page "
     "paragraph paragraphs paywall articulo noticia cuerpo contenido texto nota corps contenu "
     "texte "
     "notizia corpo testo artikel inhalt beitrag news detail maincontent"},
    {NameGroup::strong_content,
     "articlebody articletext articlecontent postcontent postbody entrycontent storybody storytext "
     "storycontent bodytext bodycopy maintext newsbody newstext artikeltext articletxt fulltext"},
    {NameGroup::related,
     "related relateds recommend recommended recommendation recommendations more readmore also "
     "trending popular latest mostread similar next previous prev promo promoted promotion "
     "outbrain "
     "taboola sponsored suggested suggestions teaser teasers upnext recirc recirculation "
     "relacionadas "
     "relacionados verwandte zergnet revcontent mgid onward recent crosspromo"},
    {NameGroup::share,
     "share sharing shares social socials facebook twitter follow whatsapp addthis addtoany "
     "sharedaddy "
     "teilen compartir partager condividi sharethis"},
    {NameGroup::comment,
     "comment comments disqus respond reply replies discussion discussions kommentar kommentare "
     "comentarios commentaires viafoura coral livefyre"},
    {NameGroup::caption,
     "caption captions credit credits figure figcaption photo photos image images img media "
     "gallery "
     "picture pictures bild foto fotos thumbnail thumb photographer lightbox slideshow"},
    {NameGroup::author,
     "byline bylines author authors writer contributor contributors bio biography profile autor "
     "autoren auteur autore reporter journalist firma vcard"},
    {NameGroup::date,
     "date dates time timestamp published updated posted dateline datetime pubdate datum fecha "
     "meta metadata postmeta entrymeta"},
    {NameGroup::navigation,
     "nav navigation navbar menu submenu breadcrumb breadcrumbs pagination pager skip toc sitemap "
     "hamburger tabs"},
    {NameGroup::footer, "footer foot bottom copyright legal colophon disclaimer imprint"},
    {NameGroup::header, "header masthead topbar banner logo toolbar head"},
    {NameGroup::sidebar,
     "sidebar side aside rail widget widgets secondary complementary sidecol rightcol tertiary"},
    {NameGroup::advertisement,
     "ad ads adv advert adverts advertisement advertisements advertising sponsor sponsors dfp gpt "
     "commercial adslot adunit anzeige werbung publicidad pub adsense affiliate affiliates"},
    {NameGroup::subscription,
     "newsletter newsletters subscribe subscription subscriptions signup mailing premium donate "
     "donation donations membership register registration login signin cta inline-cta optin "
     "abonnement abo piano subscriber"},
    {NameGroup::tag,
     "tag tags topics topic keywords keyword category categories taxonomy labels "
     "label etiquetas temas themen section sections"},
    {NameGroup::card,
     "card cards list listing item items grid tile tiles feed archive carousel slider swiper slick "
     "collection river stream block-list"},
    {NameGroup::title,
     "title titles headline headlines heading hed kicker overline subhead ticker"},
    {NameGroup::embed,
     "embed embedded tweet instagram video videos player audio podcast oembed youtube vimeo "
     "jwplayer "
     "brightcove map chart"},
    {NameGroup::overlay,
     "cookie cookies consent gdpr modal popup overlay dialog alert lightbox-overlay toast tooltip "
     "dropdown offcanvas onetrust ccpa privacy"},
    {NameGroup::standfirst,
     "lead lede standfirst dek deck summary excerpt intro introduction subtitle subheadline sapo "
     "chapeau description vorspann teasertext entradilla bajada subheading leadtext abstract"},
    {NameGroup::correction,
     "correction corrections clarification editorsnote erratum errata korrektur"},
    {NameGroup::quotation, "quote quotes pullquote blockquote zitat"},
    {NameGroup::box,
     "box infobox factbox inset fact facts callout sidebarbox infokasten note notes "
     "highlight highlights keypoints takeaways"},
});

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// The words by which two parts of a name together say what neither says: `article-body`.
constexpr std::array first_parts = std::to_array<std::string_view>({"article",
                                                                    "entry",
                                                                    "post",
                                                                    "story",
                                                                    "news",
                                                                    "artikel",
                                                                    "main",
                                                                    "page",
                                                                    "single",
                                                                    "content",
                                                                    "nota",
                                                                    "noticia",
                                                                    "td"});
constexpr std::array second_parts = std::to_array<std::string_view>({"body",
                                                                     "content",
                                                                     "text",
                                                                     "copy",
                                                                     "txt",
                                                                     "inner",
                                                                     "contenido",
                                                                     "cuerpo",
                                                                     "paragraph",
                                                                     "main"});

/// What a word in a name says.
struct WordMeaning {
  NameGroups groups = 0;
  bool is_first = false;   ///< one of first_parts
  bool is_second = false;  ///< one of second_parts
};

/// The words that mean something, in a hash table without chains: each page asks some thousand
/// times.
class WordTable {
public:
  WordTable() {
    for (const GroupWords& group : group_words) {
      for (std::string_view rest = group.words; !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        add(rest.substr(0, end)).groups |= bit(group.group);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
    for (const std::string_view word : first_parts) {
      add(word).is_first = true;
    }
    for (const std::string_view word : second_parts) {
      add(word).is_second = true;
    }
  }

  WordMeaning find(std::string_view word) const {
    if (word.empty()) {
      return {};
    }
    return slots_[slot_of(word)].meaning;
  }

private:
  struct Slot {
    std::string_view word = {};
    WordMeaning meaning = {};
  };

  WordMeaning& add(std::string_view word) {
    Slot& slot = slots_[slot_of(word)];
    slot.word = word;
    return slot.meaning;
  }

  /// The slot of a word, or the empty one where it would be.
  std::size_t slot_of(std::string_view word) const {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(word[i]); };
    std::size_t slot = at(0) * 5U + at(word.size() / 2) * 131U + at(word.size() - 1) * 29U +
                       at(word.size() / 3) * 71U + word.size() * 331U;
    while (!slots_[slot %= slots_.size()].word.empty() && slots_[slot].word != word) {
      ++slot;
    }
    return slot;
  }

  std::array<Slot, 4096> slots_ = {};  // for some 500 words
};

struct PhraseText {
  Phrase phrase;
  std::string_view text;  ///< in lower case
};

/// Phrases by their first byte.
class PhraseTable {
public:
  explicit PhraseTable(std::span<const PhraseText> phrases) {
    for (const PhraseText& entry : phrases) {
      const auto first = static_cast<unsigned char>(entry.text.front());
      entries_[first].push_back(entry);
      seconds_[first] |= bit_of(entry.text[1]);
    }
  }

  /// The phrases that `text` begins with.
  Phrases match(std::string_view text) const {
    Phrases phrases = 0;
    if (text.size() < 2) {
      return phrases;  // each has at least two bytes
    }
    const auto first = static_cast<unsigned char>(text.front());
    if ((seconds_[first] & bit_of(text[1])) == 0) {
      return phrases;
    }
    for (const PhraseText& entry : entries_[first]) {
      phrases |= text.starts_with(entry.text) ? bit(entry.phrase) : Phrases{0};
    }
    return phrases;
  }

private:
  static std::uint64_t bit_of(char c) {
    return std::uint64_t{1} << (static_cast<unsigned char>(c) % 64U);
  }

  std::array<std::vector<PhraseText>, 256> entries_;
  std::array<std::uint64_t, 256> seconds_ = {};  ///< the second bytes of the phrases, as bits
};

/// Beginnings of blocks.
constexpr std::array beginnings = std::to_array<PhraseText>({
    {Phrase::advertisement, "advertis"},
    {Phrase::advertisement, "ad "},
    {Phrase::advertisement, "anzeige"},
    {Phrase::advertisement, "werbung"},
    {Phrase::advertisement, "publicidad"},
    {Phrase::advertisement, "publicité"},
    {Phrase::advertisement, "pubblicità"},
    {Phrase::advertisement, "story continues"},
    {Phrase::advertisement, "article continues"},
    {Phrase::advertisement, "continue reading"},
    {Phrase::advertisement, "sponsored"},
    {Phrase::advertisement, "scroll to continue"},
    {Phrase::advertisement, "loading"},
    {Phrase::read_more, "read more"},
    {Phrase::read_more, "read also"},
    {Phrase::read_more, "read next"},
    {Phrase::read_more, "read:"},
    {Phrase::read_more, "also read"},
    {Phrase::read_more, "also on"},
    {Phrase::read_more, "see also"},
    {Phrase::read_more, "see more"},
    {Phrase::read_more, "related"},
    {Phrase::read_more, "more on"},
    {Phrase::read_more, "more from"},
    {Phrase::read_more, "more:"},
    {Phrase::read_more, "more stories"},
    {Phrase::read_more, "more news"},
    {Phrase::read_more, "más información"},
    {Phrase::read_more, "lea también"},
    {Phrase::read_more, "lee también"},
    {Phrase::read_more, "te puede interesar"},
    {Phrase::read_more, "lire aussi"},
    {Phrase::read_more, "à lire"},
    {Phrase::read_more, "mehr zum"},
    {Phrase::read_more, "mehr zu"},
    {Phrase::read_more, "lesen sie"},
    {Phrase::read_more, "auch interessant"},
    {Phrase::read_more, "leia também"},
    {Phrase::read_more, "leggi anche"},
    {Phrase::read_more, "don't miss"},
    {Phrase::read_more, "don’t miss"},
    {Phrase::read_more, "recommended"},
    {Phrase::read_more, "you may also"},
    {Phrase::read_more, "you might also"},
    {Phrase::read_more, "trending"},
    {Phrase::read_more, "most read"},
    {Phrase::read_more, "most popular"},
    {Phrase::read_more, "popular"},
    {Phrase::read_more, "latest"},
    {Phrase::read_more, "watch:"},
    {Phrase::read_more, "watch now"},
    {Phrase::read_more, "up next"},
    {Phrase::read_more, "next article"},
    {Phrase::read_more, "next post"},
    {Phrase::read_more, "previous"},
    {Phrase::read_more, "editor's pick"},
    {Phrase::read_more, "editors' pick"},
    {Phrase::read_more, "click here"},
    {Phrase::read_more, "recent posts"},
    {Phrase::share, "share"},
    {Phrase::share, "tweet"},
    {Phrase::share, "print"},
    {Phrase::share, "e-mail"},
    {Phrase::share, "email"},
    {Phrase::share, "copy link"},
    {Phrase::share, "facebook"},
    {Phrase::share, "twitter"},
    {Phrase::share, "whatsapp"},
    {Phrase::share, "linkedin"},
    {Phrase::share, "follow"},
    {Phrase::share, "teilen"},
    {Phrase::share, "compartir"},
    {Phrase::share, "comparte"},
    {Phrase::share, "partager"},
    {Phrase::share, "condividi"},
    {Phrase::share, "save"},
    {Phrase::share, "like this"},
    {Phrase::subscribe, "sign up"},
    {Phrase::subscribe, "signup"},
    {Phrase::subscribe, "subscribe"},
    {Phrase::subscribe, "newsletter"},
    {Phrase::subscribe, "get our"},
    {Phrase::subscribe, "get the latest"},
    {Phrase::subscribe, "download"},
    {Phrase::subscribe, "join our"},
    {Phrase::subscribe, "join the"},
    {Phrase::subscribe, "register"},
    {Phrase::subscribe, "log in"},
    {Phrase::subscribe, "login"},
    {Phrase::subscribe, "sign in"},
    {Phrase::subscribe, "already a"},
    {Phrase::subscribe, "support "},
    {Phrase::subscribe, "donate"},
    {Phrase::subscribe, "abonnieren"},
    {Phrase::subscribe, "suscríbete"},
    {Phrase::subscribe, "abonnez"},
    {Phrase::comments, "comment"},
    {Phrase::comments, "leave a"},
    {Phrase::comments, "post a comment"},
    {Phrase::comments, "kommentar"},
    {Phrase::comments, "comentario"},
    {Phrase::comments, "commentaire"},
    {Phrase::comments, "no comments"},
    {Phrase::comments, "view comments"},
    {Phrase::comments, "your email address"},
    {Phrase::comments, "show comments"},
    {Phrase::comments, "reply"},
    {Phrase::comments, "join the conversation"},
    {Phrase::credit, "photo"},
    {Phrase::credit, "image"},
    {Phrase::credit, "picture"},
    {Phrase::credit, "credit"},
    {Phrase::credit, "foto"},
    {Phrase::credit, "bild"},
    {Phrase::credit, "source:"},
    {Phrase::credit, "(photo"},
    {Phrase::credit, "(image"},
    {Phrase::credit, "(ap photo"},
    {Phrase::credit, "crédit"},
    {Phrase::credit, "getty"},
    {Phrase::credit, "file photo"},
    {Phrase::author, "by "},
    {Phrase::author, "von "},
    {Phrase::author, "par "},
    {Phrase::author, "por "},
    {Phrase::author, "written by"},
    {Phrase::author, "posted by"},
    {Phrase::author, "author"},
    {Phrase::author, "reporting by"},
    {Phrase::author, "about the author"},
    {Phrase::author, "contact"},
    {Phrase::date, "published"},
    {Phrase::date, "updated"},
    {Phrase::date, "posted"},
    {Phrase::date, "last updated"},
    {Phrase::date, "last modified"},
    {Phrase::date, "aktualisiert"},
    {Phrase::date, "veröffentlicht"},
    {Phrase::date, "publié"},
    {Phrase::date, "publicado"},
    {Phrase::date, "stand:"},
    {Phrase::tags, "tags"},
    {Phrase::tags, "tagged"},
    {Phrase::tags, "topics"},
    {Phrase::tags, "filed under"},
    {Phrase::tags, "categor"},
    {Phrase::tags, "schlagw"},
    {Phrase::tags, "etiquetas"},
    {Phrase::tags, "temas"},
    {Phrase::tags, "themen"},
    {Phrase::tags, "in this story"},
    {Phrase::tags, "in this article"},
    {Phrase::tags, "table of contents"},
    {Phrase::legal, "©"},
    {Phrase::legal, "copyright"},
    {Phrase::legal, "terms "},
    {Phrase::legal, "privacy"},
    {Phrase::legal, "cookie"},
    {Phrase::legal, "we use cookies"},
    {Phrase::legal, "disclaimer"},
    {Phrase::correction, "correction:"},
    {Phrase::correction, "correction "},
    {Phrase::correction, "corrections:"},
    {Phrase::correction, "clarification"},
    {Phrase::correction, "editor's note"},
    {Phrase::correction, "editor’s note"},
    {Phrase::correction, "editors' note"},
    {Phrase::correction, "editors’ note"},
    {Phrase::correction, "korrektur"},
    {Phrase::correction, "anmerkung der redaktion"},
    {Phrase::correction, "fe de error"},
    {Phrase::correction, "rectificatif"},
    {Phrase::correction, "erratum"},
    {Phrase::correction, "nota de la redacción"},
});

/// What means the same at whatever word in the beginning of a block it stands.
constexpr std::array anywhere = std::to_array<PhraseText>({
    {Phrase::biography, "is a writer"},
    {Phrase::biography, "is a reporter"},
    {Phrase::biography, "is a senior "},
    {Phrase::biography, "is a freelance"},
    {Phrase::biography, "is a staff"},
    {Phrase::biography, "is a journalist"},
    {Phrase::biography, "is the author of"},
    {Phrase::biography, "is an editor"},
    {Phrase::biography, "is an associate"},
    {Phrase::biography, "is an award-winning"},
    {Phrase::biography, "is a contribut"},
    {Phrase::biography, "has written for"},
    {Phrase::biography, "has been writing"},
    {Phrase::biography, "covers "},
    {Phrase::biography, "follow him"},
    {Phrase::biography, "follow her"},
    {Phrase::biography, "on twitter"},
    {Phrase::biography, "on instagram"},
    {Phrase::biography, "years of experience"},
    {Phrase::biography, "ist redakteur"},
    {Phrase::biography, "arbeitet als"},
    {Phrase::consent, "affiliate link"},
    {Phrase::consent, "earn a commission"},
    {Phrase::consent, "may earn"},
    {Phrase::consent, "externe inhalte"},
    {Phrase::consent, "externen inhalt"},
    {Phrase::consent, "personenbezogene daten"},
    {Phrase::consent, "datenschutz"},
    {Phrase::consent, "einverstanden, dass"},
    {Phrase::consent, "contenus externes"},
    {Phrase::consent, "contenido externo"},
    {Phrase::consent, "informational purposes only"},
    {Phrase::consent, "enable javascript"},
    {Phrase::consent, "your browser"},
    {Phrase::subscribe, "nur für abonnenten"},
    {Phrase::subscribe, "kostenlos testen"},
    {Phrase::subscribe, "follow us on"},
    {Phrase::subscribe, "support our"},
    {Phrase::legal, "all rights reserved"},
    {Phrase::legal, "privacy policy"},
    {Phrase::legal, "terms of "},
    {Phrase::date, "min read"},
    {Phrase::date, "minute read"},
    {Phrase::subscribe, "newsletter"},
    {Phrase::subscribe, "subscriber"},
    {Phrase::credit, "getty images"},
    {Phrase::credit, "/ap"},
    {Phrase::credit, "shutterstock"},
    {Phrase::author, "staff writer"},
    {Phrase::author, "editing by"},
    {Phrase::author, "can be reached"},
    {Phrase::correction, "an earlier version of"},
    {Phrase::correction, "a previous version of"},
    {Phrase::correction, "has been corrected"},
    {Phrase::correction, "was corrected"},
    {Phrase::correction, "article was amended"},
    {Phrase::correction, "article has been amended"},
    {Phrase::correction, "story has been updated"},
    {Phrase::correction, "article has been updated"},
    {Phrase::correction, "article was updated"},
    {Phrase::correction, "story was updated"},
    {Phrase::correction, "in einer früheren version"},
    {Phrase::correction, "une version précédente"},
    {Phrase::correction, "una versión anterior"},
    {Phrase::correction, "una versione precedente"},
});

}  // namespace

const std::array<std::string_view, name_group_count> name_group_names = {
    "content", "article body", "related",    "share",     "comments", "caption",
    "author",  "date",         "navigation", "footer",    "header",   "sidebar",
    "advert",  "subscription", "tags",       "cards",     "title",    "embed",
    "overlay", "standfirst",   "correction", "quotation", "box"};

const std::array<std::string_view, phrase_count> phrase_names = {
    "an advertisement's label",
    "a link to another story",
    "a share button",
    "a request to subscribe",
    "the comments",
    "a credit",
    "an author",
    "a date",
    "tags",
    "a legal notice",
    "a correction notice",
    "an author's biography",
    "a request for consent, or a disclosure"};

NameGroups name_groups(std::string_view names) {
  static const WordTable table;
  constexpr std::size_t longest = 512;
  names = names.substr(0, longest);
  NameGroups groups = 0;
  bool first_part = false;
  bool second_part = false;
  std::array<char, 32> word;
  for (std::size_t i = 0; i < names.size();) {
    if (!is_lower(names[i]) && !is_upper(names[i])) {
      first_part = first_part && names[i] != ' ';
      ++i;
      continue;
    }
    std::size_t size = 0;
    const std::size_t begin = i;
    const bool capitals = i + 1 < names.size() && is_upper(names[i]) && is_upper(names[i + 1]);
    do {
      if (size < word.size()) {
        word[size++] = to_ascii_lower(names[i]);
      }
      ++i;
    } while (i < names.size() && (is_lower(names[i]) || (capitals && is_upper(names[i]))));
    // Short words within digits are parts of hashes.
    const bool in_hash = size <= 3 && ((begin > 0 && is_ascii_digit(names[begin - 1])) ||
                                       (i < names.size() && is_ascii_digit(names[i])));
    const std::string_view found =
        in_hash ? std::string_view{} : std::string_view{word.data(), size};
    const WordMeaning meaning = table.find(found);
    groups |= meaning.groups;
    second_part = second_part || (first_part && meaning.is_second);
    first_part = first_part || meaning.is_first;
  }
  return groups | (second_part ? bit(NameGroup::strong_content) : 0);
}

Phrases find_phrases(std::string_view text) {
  constexpr std::size_t looked_at = 300;
  text = text.substr(0, looked_at);
  std::array<char, looked_at> letters;
  std::ranges::transform(text, letters.begin(), to_ascii_lower);
  const std::string_view folded{letters.data(), text.size()};
  std::string_view begin = folded;
  while (!begin.empty() && std::string_view{" *([-–—•|>#\""}.find(begin.front()) != begin.npos) {
    begin.remove_prefix(1);
  }
  static const PhraseTable at_beginning{beginnings};
  static const PhraseTable at_any_word{anywhere};
  Phrases phrases = at_beginning.match(begin);
  for (std::size_t i = 0; i < folded.size();) {
    phrases |= at_any_word.match(folded.substr(i));
    while (i < folded.size() && is_lower(folded[i])) {
      ++i;
    }
    ++i;
  }
  return phrases;
}

}  // namespace arch::article
