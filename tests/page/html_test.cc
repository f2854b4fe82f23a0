#include "page/html.h"

#include <doctest/doctest.h>

#include "page/document.h"
#include "page/number.h"

namespace page = writ::page;
using page::Html;

TEST_CASE("text of a stranger can never become markup") {
  CHECK(page::p("<script>alert('x')</script> & \"more\"").str() ==
        "<p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;</p>");
  CHECK(page::p(page::cls("a\" onclick=\"x")).str() == "<p class=\"a&quot; onclick=&quot;x\"></p>");
  const std::string agency = "Police <b>";
  CHECK((Html("From ") + page::strong(agency)).str() == "From <strong>Police &lt;b&gt;</strong>");
}

TEST_CASE("ill-formed UTF-8 and control characters are shown as the replacement character") {
  CHECK(page::escape("a\xC3(") == "a\xEF\xBF\xBD(");
  CHECK(page::escape("\xED\xA0\x80") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // a surrogate
  CHECK(page::escape("\xC0\xAF") == "\xEF\xBF\xBD\xEF\xBF\xBD");                  // an overlong slash
  CHECK(page::escape(std::string_view("\0\x1B\x7F", 3)) == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(page::escape("\xC2\x85") == "\xEF\xBF\xBD");
  CHECK(page::escape("é 中 😀\t\n") == "é 中 😀\t\n");
  CHECK(page::escape("\xF0\x9F\x98") == "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");  // cut off
}

TEST_CASE("an address with a scheme that runs code is replaced, in every spelling") {
  for (const char* bad :
       {"javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:x", "java\tscript:x", "data:text/html,x",
        "vbscript:x", "//evil.example/", "\\\\evil.example", "https://a b", "\x01javascript:x", "file:///etc"}) {
    CAPTURE(bad);
    CHECK(page::a(page::href(bad), "x").str() == "<a href=\"about:invalid#refused\">x</a>");
  }
  for (const char* good : {"", "./", "../usa/", "#main", "?page=2", "/x:y", "https://example.org/a?b=c",
                           "HTTP://example.onion/", "mailto:a@example.org", "x/y:z"}) {
    CAPTURE(good);
    CHECK(page::is_safe_url(good));
  }
  CHECK(page::a(page::href("?a=1&b=2"), "x").str() == "<a href=\"?a=1&amp;b=2\">x</a>");
  CHECK(page::element("form", page::attr("action", "javascript:x")).str() ==
        "<form action=\"about:invalid#refused\"></form>");
}

TEST_CASE("elements take attributes and children in any order, lists and conditions included") {
  const std::vector<std::string> names = {"a", "b<"};
  CHECK(page::ul(page::cls("x"), page::each(names, [](const std::string& name) { return page::li(name); })).str() ==
        "<ul class=\"x\"><li>a</li><li>b&lt;</li></ul>");
  CHECK(page::td(page::attr("colspan", 2), std::vector<Html>{page::br(), page::em("x")}).str() ==
        "<td colspan=\"2\"><br><em>x</em></td>");
  CHECK(page::details(page::flag("open"), page::summary("s")).str() ==
        "<details open=\"\"><summary>s</summary></details>");
  CHECK(page::details(page::flag("open", false)).str() == "<details></details>");
  CHECK(page::a(page::when(false, page::href("x"))).str() == "<a></a>");
}

TEST_CASE("a page has a language, a title, a skip link, one main part, and says whose and which face it is") {
  page::Document made;
  made.title = "Countries";
  made.provider_name = "Example & Sons";
  made.home = "../";
  made.stylesheets = {"../writ.css"};
  made.navigation = {{"Reports", "../reports/"}, {"Countries", "./"}};
  made.current = "./";
  made.breadcrumbs = {{"Home", "../"}};
  made.ribbon = "Synthetic data, calibrated to published totals";
  made.main = page::h1("Countries");
  made.footer = page::p("foot");
  const std::string text = page::document(made);
  const std::string expected =
      "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
      "<title>Countries - Example &amp; Sons - Transparency report</title>"
      "<meta name=\"referrer\" content=\"no-referrer\"><link rel=\"stylesheet\" href=\"../writ.css\"></head>"
      "<body class=\"w-site\"><a class=\"w-skip-link\" href=\"#main\">Skip to main content</a>"
      "<header class=\"w-header\"><div class=\"w-width\"><a class=\"w-brand\" href=\"../\">" +
      page::logotype().str() +
      "<span class=\"w-provider\">Example &amp; Sons</span> <span class=\"w-face\">Transparency report</span></a>"
      "<nav class=\"w-nav\" aria-label=\"Main\"><ul><li><a href=\"../reports/\">Reports</a></li>"
      "<li><a href=\"./\" aria-current=\"page\">Countries</a></li></ul></nav></div></header>"
      "<div class=\"w-ribbon\" role=\"note\"><div class=\"w-width\">Synthetic data, calibrated to published "
      "totals</div></div>"
      "<div class=\"w-width\"><nav class=\"w-breadcrumbs\" aria-label=\"Breadcrumb\"><ol><li><a "
      "href=\"../\">Home</a></li></ol></nav>"
      "<main id=\"main\" tabindex=\"-1\"><h1>Countries</h1></main></div>"
      "<footer class=\"w-footer\"><div class=\"w-width\"><p>foot</p></div></footer></body></html>\n";
  CHECK(text == expected);
}

TEST_CASE("figures are grouped in threes and counted with the right word") {
  CHECK(page::number(0) == "0");
  CHECK(page::number(999) == "999");
  CHECK(page::number(2253) == "2,253");
  CHECK(page::number(1000000) == "1,000,000");
  CHECK(page::decimal(288.9130) == "288.9");
  CHECK(page::decimal(1.5328) == "1.5");
  CHECK(page::decimal(12345.678) == "12,345.7");
  CHECK(page::decimal(-0.04) == "0.0");
  CHECK(page::counted(1, "request", "requests") == "1 request");
  CHECK(page::counted(2145, "user", "users") == "2,145 users");
}
