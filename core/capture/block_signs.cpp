#include "capture/block_signs.hpp"

#include <algorithm>
#include <array>

namespace arch::capture {

namespace {

enum class Place : std::uint8_t {
  heading,  ///< only in titles and headlines: too common elsewhere
  anywhere,
};

struct Phrase {
  Wall wall;
  Place place;
  std::string_view text;
};

// Folded as base's fold_case() does. The first that is found counts, so what says more stands
// before what says less. From the pages that the walls' sellers serve and the words of newspapers'
// own; kept to what articles rarely begin with.
constexpr std::array phrases{
    Phrase{Wall::challenge, Place::anywhere, "just a moment..."},
    Phrase{Wall::challenge, Place::anywhere, "checking your browser"},
    Phrase{Wall::challenge, Place::anywhere, "checking if the site connection is secure"},
    Phrase{Wall::challenge, Place::anywhere, "verify you are human"},
    Phrase{Wall::challenge, Place::anywhere, "verify that you are human"},
    Phrase{Wall::challenge, Place::anywhere, "verify that you're human"},
    Phrase{Wall::challenge, Place::anywhere, "verifying you are human"},
    Phrase{Wall::challenge, Place::anywhere, "you are not a robot"},
    Phrase{Wall::challenge, Place::anywhere, "you're not a robot"},
    Phrase{Wall::challenge, Place::anywhere, "i'm not a robot"},
    Phrase{Wall::challenge, Place::anywhere, "are you a robot"},
    Phrase{Wall::challenge, Place::anywhere, "are you human?"},
    Phrase{Wall::challenge, Place::anywhere, "human verification"},
    Phrase{Wall::challenge, Place::anywhere, "unusual traffic from"},
    Phrase{Wall::challenge, Place::anywhere, "unusual activity from"},
    Phrase{Wall::challenge, Place::anywhere, "access to this page has been denied"},
    Phrase{Wall::challenge, Place::anywhere, "you don't have permission to access"},
    Phrase{Wall::challenge, Place::anywhere, "pardon our interruption"},
    Phrase{Wall::challenge, Place::anywhere, "enable javascript and cookies to continue"},
    Phrase{Wall::challenge, Place::anywhere, "please enable js and disable any ad blocker"},
    Phrase{Wall::challenge, Place::anywhere, "request unsuccessful. incapsula"},
    Phrase{Wall::challenge, Place::anywhere, "you have been blocked"},
    Phrase{Wall::challenge, Place::anywhere, "your request has been blocked"},
    Phrase{Wall::challenge, Place::anywhere, "press & hold"},
    Phrase{Wall::challenge, Place::anywhere, "complete the captcha"},
    Phrase{Wall::challenge, Place::anywhere, "solve the captcha"},
    Phrase{Wall::challenge, Place::anywhere, "kein roboter"},
    Phrase{Wall::challenge, Place::anywhere, "ungewöhnlichen datenverkehr"},
    Phrase{Wall::challenge, Place::anywhere, "ihr zugriff wurde blockiert"},
    Phrase{Wall::challenge, Place::anywhere, "vous n'êtes pas un robot"},
    Phrase{Wall::challenge, Place::anywhere, "trafic inhabituel"},
    Phrase{Wall::challenge, Place::anywhere, "vérifiez que vous êtes humain"},
    Phrase{Wall::challenge, Place::anywhere, "no soy un robot"},
    Phrase{Wall::challenge, Place::anywhere, "no eres un robot"},
    Phrase{Wall::challenge, Place::anywhere, "tráfico inusual"},
    Phrase{Wall::challenge, Place::anywhere, "não sou um robô"},
    Phrase{Wall::challenge, Place::anywhere, "não é um robô"},
    Phrase{Wall::challenge, Place::anywhere, "non sei un robot"},
    Phrase{Wall::challenge, Place::anywhere, "je geen robot bent"},
    Phrase{Wall::challenge, Place::heading, "just a moment"},
    Phrase{Wall::challenge, Place::heading, "attention required!"},
    Phrase{Wall::challenge, Place::heading, "access denied"},
    Phrase{Wall::challenge, Place::heading, "403 forbidden"},
    Phrase{Wall::challenge, Place::heading, "too many requests"},
    Phrase{Wall::challenge, Place::heading, "request blocked"},
    Phrase{Wall::challenge, Place::heading, "request rejected"},
    Phrase{Wall::challenge, Place::heading, "security check"},
    Phrase{Wall::challenge, Place::heading, "ddos-guard"},
    Phrase{Wall::challenge, Place::heading, "captcha"},
    Phrase{Wall::challenge, Place::heading, "zugriff verweigert"},
    Phrase{Wall::challenge, Place::heading, "accès refusé"},
    Phrase{Wall::challenge, Place::heading, "acceso denegado"},
    Phrase{Wall::challenge, Place::heading, "accesso negato"},
    Phrase{Wall::challenge, Place::heading, "acesso negado"},
    Phrase{Wall::challenge, Place::heading, "toegang geweigerd"},
    Phrase{Wall::soft_404, Place::anywhere, "the page you requested could not be found"},
    Phrase{Wall::soft_404, Place::anywhere, "the page you are looking for"},
    Phrase{Wall::soft_404, Place::anywhere, "the page you were looking for"},
    Phrase{Wall::soft_404, Place::anywhere, "the page you're looking for"},
    Phrase{Wall::soft_404, Place::anywhere, "this page doesn't exist"},
    Phrase{Wall::soft_404, Place::anywhere, "this page does not exist"},
    Phrase{Wall::soft_404, Place::anywhere, "we can't find the page"},
    Phrase{Wall::soft_404, Place::anywhere, "we can't find that page"},
    Phrase{Wall::soft_404, Place::anywhere, "this article is no longer available"},
    Phrase{Wall::soft_404, Place::anywhere, "this page is no longer available"},
    Phrase{Wall::soft_404, Place::anywhere, "diese seite existiert nicht"},
    Phrase{Wall::soft_404, Place::anywhere, "seite wurde nicht gefunden"},
    Phrase{Wall::soft_404, Place::anywhere, "cette page n'existe pas"},
    Phrase{Wall::soft_404, Place::anywhere, "la page que vous recherchez"},
    Phrase{Wall::soft_404, Place::anywhere, "la página que buscas"},
    Phrase{Wall::soft_404, Place::heading, "page not found"},
    Phrase{Wall::soft_404, Place::heading, "404 not found"},
    Phrase{Wall::soft_404, Place::heading, "article not found"},
    Phrase{Wall::soft_404, Place::heading, "story not found"},
    Phrase{Wall::soft_404, Place::heading, "error 404"},
    Phrase{Wall::soft_404, Place::heading, "404 error"},
    Phrase{Wall::soft_404, Place::heading, "404 - "},
    Phrase{Wall::soft_404, Place::heading, "404 | "},
    Phrase{Wall::soft_404, Place::heading, "seite nicht gefunden"},
    Phrase{Wall::soft_404, Place::heading, "page introuvable"},
    Phrase{Wall::soft_404, Place::heading, "page non trouvée"},
    Phrase{Wall::soft_404, Place::heading, "página no encontrada"},
    Phrase{Wall::soft_404, Place::heading, "página não encontrada"},
    Phrase{Wall::soft_404, Place::heading, "pagina non trovata"},
    Phrase{Wall::soft_404, Place::heading, "pagina niet gevonden"},
    Phrase{Wall::fault, Place::anywhere, "error establishing a database connection"},
    Phrase{Wall::fault, Place::anywhere, "oops! something went wrong"},
    Phrase{Wall::fault, Place::anywhere, "briefly unavailable for scheduled maintenance"},
    Phrase{Wall::fault, Place::heading, "application error"},
    Phrase{Wall::fault, Place::heading, "internal server error"},
    Phrase{Wall::fault, Place::heading, "bad gateway"},
    Phrase{Wall::fault, Place::heading, "service unavailable"},
    Phrase{Wall::fault, Place::heading, "gateway timeout"},
    Phrase{Wall::fault, Place::heading, "down for maintenance"},
    Phrase{Wall::fault, Place::heading, "site maintenance"},
    Phrase{Wall::fault, Place::heading, "wartungsarbeiten"},
    Phrase{Wall::consent, Place::anywhere, "before you continue to"},
    Phrase{Wall::consent, Place::anywhere, "we value your privacy"},
    Phrase{Wall::consent, Place::anywhere, "we and our partners"},
    Phrase{Wall::consent, Place::anywhere, "accept all cookies"},
    Phrase{Wall::consent, Place::anywhere, "mit werbung weiterlesen"},
    Phrase{Wall::consent, Place::anywhere, "mit werbung und cookies weiter"},
    Phrase{Wall::consent, Place::anywhere, "zustimmung erforderlich"},
    Phrase{Wall::consent, Place::anywhere, "alle akzeptieren"},
    Phrase{Wall::consent, Place::anywhere, "accepter et continuer"},
    Phrase{Wall::consent, Place::anywhere, "continuer sans accepter"},
    Phrase{Wall::consent, Place::anywhere, "aceptar y continuar"},
    Phrase{Wall::consent, Place::anywhere, "accetta e continua"},
    Phrase{Wall::consent, Place::anywhere, "aceitar e continuar"},
    Phrase{Wall::consent, Place::anywhere, "alles accepteren"},
    Phrase{Wall::consent, Place::heading, "cookie consent"},
    Phrase{Wall::paywall, Place::anywhere, "subscribe to continue reading"},
    Phrase{Wall::paywall, Place::anywhere, "subscribe to read"},
    Phrase{Wall::paywall, Place::anywhere, "to continue reading"},
    Phrase{Wall::paywall, Place::anywhere, "already a subscriber?"},
    Phrase{Wall::paywall, Place::anywhere, "already a member?"},
    Phrase{Wall::paywall, Place::anywhere, "this article is for subscribers"},
    Phrase{Wall::paywall, Place::anywhere, "exclusive to subscribers"},
    Phrase{Wall::paywall, Place::anywhere, "free article limit"},
    Phrase{Wall::paywall, Place::anywhere, "limit of free articles"},
    Phrase{Wall::paywall, Place::anywhere, "bereits abonnent?"},
    Phrase{Wall::paywall, Place::anywhere, "jetzt weiterlesen"},
    Phrase{Wall::paywall, Place::anywhere, "réservé aux abonnés"},
    Phrase{Wall::paywall, Place::anywhere, "déjà abonné"},
    Phrase{Wall::paywall, Place::anywhere, "ya eres suscriptor"},
    Phrase{Wall::paywall, Place::anywhere, "exclusivo para suscriptores"},
    Phrase{Wall::paywall, Place::anywhere, "riservato agli abbonati"},
    Phrase{Wall::paywall, Place::anywhere, "exclusivo para assinantes"},
    Phrase{Wall::paywall, Place::anywhere, "alleen voor abonnees"},
    Phrase{Wall::login, Place::anywhere, "log in to continue"},
    Phrase{Wall::login, Place::anywhere, "sign in to continue"},
    Phrase{Wall::login, Place::anywhere, "please log in"},
    Phrase{Wall::login, Place::anywhere, "please sign in"},
    Phrase{Wall::login, Place::anywhere, "bitte melden sie sich an"},
    Phrase{Wall::login, Place::anywhere, "connectez-vous pour"},
    Phrase{Wall::login, Place::anywhere, "inicia sesión para"},
    Phrase{Wall::login, Place::heading, "log in"},
    Phrase{Wall::login, Place::heading, "login"},
    Phrase{Wall::login, Place::heading, "sign in"},
    Phrase{Wall::login, Place::heading, "anmelden"},
};

struct Markup {
  Wall wall;
  std::string_view text;
};

constexpr std::array markups{
    Markup{Wall::challenge, "cf-chl-"},               // Cloudflare
    Markup{Wall::challenge, "_cf_chl_opt"},           // Cloudflare
    Markup{Wall::challenge, "_Incapsula_Resource"},   // Imperva
    Markup{Wall::challenge, "captcha-delivery.com"},  // DataDome
    Markup{Wall::challenge, "px-captcha"},            // HUMAN (PerimeterX)
    Markup{Wall::challenge, "sec-if-cpt-container"},  // Akamai
    Markup{Wall::challenge, "window.awsWafCookieDomainList"},
    Markup{Wall::challenge, "cf-turnstile"},
    Markup{Wall::challenge, "h-captcha"},
    Markup{Wall::challenge, "g-recaptcha"},
};

}  // namespace

std::string_view name_of(Wall wall) {
  switch (wall) {
    case Wall::challenge:
      return "challenge";
    case Wall::login:
      return "login";
    case Wall::consent:
      return "consent";
    case Wall::paywall:
      return "paywall";
    case Wall::soft_404:
      return "soft 404";
    case Wall::fault:
      return "fault";
  }
  return {};
}

std::optional<BlockSign> find_sign(std::string_view heading, std::string_view text) {
  const auto is_there = [&](const Phrase& phrase) {
    return heading.find(phrase.text) != std::string_view::npos ||
           (phrase.place == Place::anywhere && text.find(phrase.text) != std::string_view::npos);
  };
  const auto* found = std::ranges::find_if(phrases, is_there);
  return found == phrases.end() ? std::nullopt : std::optional{BlockSign{found->wall, found->text}};
}

std::optional<BlockSign> find_markup_sign(std::string_view page) {
  const auto* found = std::ranges::find_if(markups, [&](const Markup& markup) {
    return page.find(markup.text) != std::string_view::npos;
  });
  return found == markups.end() ? std::nullopt : std::optional{BlockSign{found->wall, found->text}};
}

}  // namespace arch::capture
