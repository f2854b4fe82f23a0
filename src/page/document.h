// The skeleton that every page shares (design: one builder, three faces).
#pragma once

#include <string>
#include <vector>

#include "page/html.h"
#include "page/locale.h"

namespace writ::page {

/// Who looks at the page. Each face says its name in the header, so that a screenshot shows where it was taken.
enum class Face : unsigned char { site, portal, desk };
/// "Transparency report", "Authorities", "Desk"
std::string label_of(Face face, Language language = Language::en);

struct Link {
  std::string text;
  std::string url;
  std::string language = "";  // of the page it leads to, where that is another one
};

struct Document {
  Face face = Face::site;
  std::string language = "en";  // BCP 47; the words of the skeleton are of this language
  bool right_to_left = false;   // Arabic is so in any case
  std::string title;            // of the page; the tab shows "title - provider - face"
  std::string description;      // for search engines; may be empty
  std::string provider_name;
  std::string home = "./";  // address of the face's first page
  std::string icon;             // address of the tab's picture; empty: none
  std::string content_policy;   // of a page that may stand on a server without headers; else empty
  std::string onion;            // address of this page as an onion service, for Tor Browser; empty: there is none
  std::vector<std::string> stylesheets;
  std::vector<std::string> scripts;        // loaded as modules; nothing may need them
  std::vector<std::string> early_scripts;  // run before the first paint: the reader's choice of colours
  std::vector<Link> navigation;
  std::string current;            // url of the navigation link that this page is
  std::vector<Link> breadcrumbs;  // from home to the page above this one
  std::vector<Link> feeds;        // Atom, or JSON if the address ends so
  std::vector<Link> languages;    // the same page in each language, this one too (`text` is the language's own name)
  std::string theme;              // "light", "dark", or empty for the system's: the server knows it from a cookie
  std::string theme_action;       // where the choice is posted to, as `theme`; empty: a module offers it instead
  std::string csrf;               // sent with that choice
  std::string ribbon;             // under the header: "Synthetic data, calibrated to published totals"
  Html main;                      // begins with the h1
  Html footer;
};

/// The whole page, from `<!DOCTYPE html>` to a final line end.
std::string document(const Document& document);

/// The W that is a hash tree; decoration, since the name stands beside it.
Html logotype();

}  // namespace writ::page
