#include "corrections/notice_parts.hpp"

#include <array>

namespace arch::corrections {
namespace {

template <typename... Classes>
constexpr ClassSet set_of(Classes... classes) {
  ClassSet set;
  (set.insert(classes), ...);
  return set;
}

using enum ChangeClass;

constexpr std::array<std::string_view, 12> headline_words{"headline",
                                                          "title",
                                                          "subhead",
                                                          "titre",
                                                          "titel",
                                                          "uberschrift",
                                                          "schlagzeile",
                                                          "titular",
                                                          "titulo",
                                                          "standfirst",
                                                          "kichwa",
                                                          "chapeau"};
constexpr std::array<std::string_view, 14> image_words{"caption",
                                                       "photo",
                                                       "picture",
                                                       "image",
                                                       "graphic",
                                                       "chart",
                                                       "map",
                                                       "legende",
                                                       "bildunterschrift",
                                                       "bild",
                                                       "foto",
                                                       "legenda",
                                                       "imagen",
                                                       "imagem"};
constexpr std::array<std::string_view, 5> byline_words{
    "byline", "author", "auteur", "autor", "signatur"};
constexpr std::array<std::string_view, 28> number_words{
    "figure", "number",      "amount", "percentage", "sum",    "total",    "chiffre",
    "nombre", "zahl",        "summe",  "cifra",      "numero", "cantidad", "quantia",
    "valor",  "miscalculat", "cost",   "price",      "length", "count",    "cout",
    "prix",   "kosten",      "preis",  "anzahl",     "coste",  "precio",   "custo"};
constexpr std::array<std::string_view, 15> date_words{"date",
                                                      "day",
                                                      "year",
                                                      "month",
                                                      "when",
                                                      "misdated",
                                                      "jour",
                                                      "annee",
                                                      "datum",
                                                      "tag",
                                                      "jahr",
                                                      "fecha",
                                                      "dia",
                                                      "data",
                                                      "ano"};
constexpr std::array<std::string_view, 14> name_words{"name",
                                                      "misidentif",
                                                      "identity",
                                                      "misspell",
                                                      "misspelt",
                                                      "spelling",
                                                      "nom",
                                                      "orthographe",
                                                      "schreibweise",
                                                      "nombre",
                                                      "apellido",
                                                      "nome",
                                                      "grafia",
                                                      "misnamed"};
constexpr std::array<std::string_view, 8> quote_words{
    "quote", "quotation", "misquot", "remark", "citation", "zitat", "cita", "citacao"};
constexpr std::array<std::string_view, 7> source_words{
    "attribut", "source", "misattribut", "quelle", "fuente", "fonte", "speaker"};
constexpr std::array<std::string_view, 9> legal_words{
    "charge", "convict", "verdict", "accus", "arrest", "anklage", "urteil", "conden", "inculp"};
constexpr std::array<std::string_view, 8> place_words{
    "location", "place", "direction", "lieu", "ort", "lugar", "local", "where"};

}  // namespace

std::span<const Part> notice_parts() {
  static const std::array<Part, 10> all{{
      {set_of(headline, standfirst), headline_words},
      {set_of(image, caption), image_words},
      {set_of(byline), byline_words},
      {set_of(number), number_words},
      {set_of(date), date_words},
      {set_of(name, name_spelling), name_words},
      {set_of(quote, quote_removed, quote_added), quote_words},
      {set_of(attribution, quote), source_words},
      {set_of(legal), legal_words},
      {set_of(place, name), place_words},
  }};
  return all;
}

}  // namespace arch::corrections
