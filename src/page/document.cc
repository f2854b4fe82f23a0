#include "page/document.h"

namespace writ::page {

namespace {

Html head(const Document& page) {
  Html out = element("meta", attr("charset", "utf-8"));
  out += element("meta", attr("name", "viewport"), attr("content", "width=device-width, initial-scale=1"));
  out += element("title", page.title + " - " + page.provider_name + " - " + std::string(label_of(page.face)));
  if (!page.description.empty()) {
    out += element("meta", attr("name", "description"), attr("content", page.description));
  }
  out += element("meta", attr("name", "referrer"), attr("content", "no-referrer"));
  out += each(page.stylesheets,
              [](const std::string& url) { return element("link", attr("rel", "stylesheet"), href(url)); });
  out += each(page.feeds, [](const Link& feed) {
    return element("link", attr("rel", "alternate"), attr("type", "application/atom+xml"), attr("title", feed.text),
                   href(feed.url));
  });
  out += each(page.scripts, [](const std::string& url) { return element("script", attr("type", "module"), src(url)); });
  return element("head", out);
}

Html top(const Document& page) {
  const Html brand = a(cls("w-brand"), href(page.home), logotype(), span(cls("w-provider"), page.provider_name), " ",
                       span(cls("w-face"), label_of(page.face)));
  Html links;
  if (!page.navigation.empty()) {
    links = nav(cls("w-nav"), attr("aria-label", "Main"), ul(each(page.navigation, [&](const Link& link) {
                  return li(a(href(link.url), when(link.url == page.current, attr("aria-current", "page")), link.text));
                })));
  }
  Html out = header(cls("w-header"), div(cls("w-width"), brand, links));
  if (!page.ribbon.empty()) out += div(cls("w-ribbon"), attr("role", "note"), div(cls("w-width"), page.ribbon));
  return out;
}

Html trail(const Document& page) {
  if (page.breadcrumbs.empty()) return {};
  return nav(cls("w-breadcrumbs"), attr("aria-label", "Breadcrumb"),
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

std::string_view label_of(Face face) {
  switch (face) {
    case Face::site:
      return "Transparency report";
    case Face::portal:
      return "Authorities";
    case Face::desk:
      return "Desk";
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
      element("body", cls(class_of(page.face)), a(cls("w-skip-link"), href("#main"), "Skip to main content"), top(page),
              div(cls("w-width"), trail(page), main_element(id("main"), attr("tabindex", "-1"), page.main)),
              footer(cls("w-footer"), div(cls("w-width"), page.footer)));
  const Html root =
      element("html", attr("lang", page.language), attr("dir", page.right_to_left ? "rtl" : "ltr"), head(page), body);
  return "<!DOCTYPE html>\n" + root.str() + "\n";
}

}  // namespace writ::page
