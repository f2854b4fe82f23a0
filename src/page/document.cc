#include "page/document.h"

namespace writ::page {

namespace {

const Locale& words_of(const Document& page) { return Locale::of(language_of(page.language).value_or(Language::en)); }

Html head(const Document& page) {
  Html out = element("meta", attr("charset", "utf-8"));
  if (!page.content_policy.empty())  // before anything that it governs
    out += element("meta", attr("http-equiv", "Content-Security-Policy"), attr("content", page.content_policy));
  if (!page.onion.empty()) out += element("meta", attr("http-equiv", "onion-location"), attr("content", page.onion));
  out += element("meta", attr("name", "viewport"), attr("content", "width=device-width, initial-scale=1"));
  out += element("title",
                 page.title + " - " + page.provider_name + " - " + label_of(page.face, words_of(page).language()));
  if (!page.description.empty()) {
    out += element("meta", attr("name", "description"), attr("content", page.description));
  }
  out += element("meta", attr("name", "referrer"), attr("content", "no-referrer"));
  if (!page.icon.empty()) out += element("link", attr("rel", "icon"), attr("type", "image/svg+xml"), href(page.icon));
  out += each(page.early_scripts, [](const std::string& url) { return element("script", src(url)); });
  out += each(page.stylesheets,
              [](const std::string& url) { return element("link", attr("rel", "stylesheet"), href(url)); });
  out += each(page.feeds, [](const Link& feed) {
    return element("link", attr("rel", "alternate"),
                   attr("type", feed.url.ends_with(".json") ? "application/feed+json" : "application/atom+xml"),
                   attr("title", feed.text), href(feed.url));
  });
  out += each(page.languages, [](const Link& one) {
    return element("link", attr("rel", "alternate"), attr("hreflang", one.language), href(one.url));
  });
  if (!page.languages.empty())
    out += element("link", attr("rel", "alternate"), attr("hreflang", "x-default"), href(page.languages[0].url));
  out += each(page.scripts, [](const std::string& url) { return element("script", attr("type", "module"), src(url)); });
  return element("head", out);
}

Html language_switch(const Document& page) {
  if (page.languages.size() < 2) return {};
  return nav(cls("w-languages"), attr("aria-label", words_of(page).text("shell.language")),
             ul(each(page.languages, [&](const Link& one) {
               const bool here = one.language == page.language;
               return li(a(href(one.url), attr("hreflang", one.language), attr("lang", one.language),
                           when(here, attr("aria-current", "true")), one.text));
             })));
}

/// The three choices of colours: a form where a server remembers them, else a place that site.js fills.
Html theme_choice(const Document& page) {
  const Locale& t = words_of(page);
  const std::pair<std::string, std::string> choices[] = {
      {"", t.text("shell.theme_auto")}, {"light", t.text("shell.theme_light")}, {"dark", t.text("shell.theme_dark")}};
  if (page.theme_action.empty()) {
    if (page.scripts.empty()) return {};
    return div(cls("w-theme"), flag("hidden"), attr("data-theme-label", t.text("shell.theme")),
               attr("data-auto", choices[0].second), attr("data-light", choices[1].second),
               attr("data-dark", choices[2].second));
  }
  return form(
      cls("w-theme"), attr("method", "post"), attr("action", page.theme_action),
      attr("aria-label", t.text("shell.theme")),
      page.csrf.empty() ? Html() : input(attr("type", "hidden"), attr("name", "csrf"), attr("value", page.csrf)),
      each(choices, [&](const auto& one) {
        return button(attr("type", "submit"), attr("name", "theme"), attr("value", one.first),
                      attr("aria-pressed", one.first == page.theme ? "true" : "false"), one.second);
      }));
}

Html top(const Document& page) {
  const Locale& t = words_of(page);
  const Html brand = a(cls("w-brand"), href(page.home), logotype(), span(cls("w-provider"), page.provider_name), " ",
                       span(cls("w-face"), label_of(page.face, t.language())));
  Html links;
  if (!page.navigation.empty()) {
    links =
        nav(cls("w-nav"), attr("aria-label", t.text("shell.main_nav")), ul(each(page.navigation, [&](const Link& link) {
              return li(a(href(link.url), when(link.url == page.current, attr("aria-current", "page")),
                          when(!link.language.empty(), attr("hreflang", link.language)), link.text));
            })));
  }
  const Html choices = language_switch(page) + theme_choice(page);
  const Html tools = choices.empty() ? Html() : div(cls("w-tools"), choices);
  Html out = header(cls("w-header"), div(cls("w-width"), brand, tools, links));
  if (!page.ribbon.empty()) out += div(cls("w-ribbon"), attr("role", "note"), div(cls("w-width"), page.ribbon));
  return out;
}

Html trail(const Document& page) {
  if (page.breadcrumbs.empty()) return {};
  return nav(cls("w-breadcrumbs"), attr("aria-label", words_of(page).text("shell.breadcrumb")),
             ol(each(page.breadcrumbs, [](const Link& link) { return li(a(href(link.url), link.text)); })));
}

std::string_view class_of(Face face) {
  switch (face) {
    case Face::site:
      return "w-site";
    case Face::portal:
      return "w-portal";
    case Face::desk:
      return "w-desk";
  }
  return "";
}

}  // namespace

std::string label_of(Face face, Language language) {
  const Locale& t = Locale::of(language);
  switch (face) {
    case Face::site:
      return t.text("face.site");
    case Face::portal:
      return t.text("face.portal");
    case Face::desk:
      return t.text("face.desk");
  }
  return "";
}

Html logotype() {
  return markup(
      R"svg(<svg class="w-logo" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">)svg"
      R"svg(<g fill="none" stroke="currentColor" stroke-width="2.5" stroke-linejoin="miter">)svg"
      R"svg(<path d="M3 5 9.5 23M29 5 22.5 23"/><path d="M3 29H29" stroke-width="1.5"/>)svg"
      R"svg(<path d="M9.5 23 16 10 22.5 23" stroke="var(--w-accent,#0a5568)" stroke-linejoin="bevel"/></g>)svg"
      R"svg(<g class="w-logo-nodes" fill="var(--w-accent,#0a5568)">)svg"
      R"svg(<path d="M13.8 7.8h4.4v4.4h-4.4zM7.5 21h4v4h-4zM20.5 21h4v4h-4z"/></g></svg>)svg");
}

std::string document(const Document& page) {
  const Html body =
      element("body", cls(class_of(page.face)), a(cls("w-skip-link"), href("#main"), words_of(page).text("shell.skip")),
              top(page), div(cls("w-width"), trail(page), main_element(id("main"), attr("tabindex", "-1"), page.main)),
              footer(cls("w-footer"), div(cls("w-width"), page.footer)));
  const bool rtl = page.right_to_left || words_of(page).right_to_left();
  const Html root = element("html", attr("lang", page.language), attr("dir", rtl ? "rtl" : "ltr"),
                            when(!page.theme.empty(), attr("data-theme", page.theme)), head(page), body);
  return "<!DOCTYPE html>\n" + root.str() + "\n";
}

}  // namespace writ::page
