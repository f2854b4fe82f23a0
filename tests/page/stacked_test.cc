#include "page/stacked.h"

#include <doctest/doctest.h>

using namespace writ::page;

namespace {

Html table_of(const Html& head, const Html& body) { return table(thead(tr(head)), tbody(body)); }
bool has(const Html& html, std::string_view text) { return with_labels(html).str().find(text) != std::string::npos; }

}  // namespace

TEST_CASE("each cell says its column, a row's own head does not") {
  const Html made = table_of(th("Fact") + th("Officer entered") + th("We found"),
                             tr(th("The order is valid"), td("yes"), td(strong("no"))));
  CHECK(with_labels(made).str() ==
        "<table><thead><tr><th>Fact</th><th>Officer entered</th><th>We found</th></tr></thead><tbody>"
        "<tr><th>The order is valid</th><td data-label=\"Officer entered\">yes</td>"
        "<td data-label=\"We found\"><strong>no</strong></td></tr></tbody></table>");
}

TEST_CASE("a label keeps its quotation marks and ampersands, and says what is seen of the head") {
  const Html made = table_of(th("A \"b\" & ", em("<c>"), span(cls("govuk-visually-hidden"), " of it")), tr(td("1")));
  CHECK(has(made, "<td data-label=\"A &quot;b&quot; &amp; &lt;c&gt;\">1</td>"));
  const Html ticks = table_of(th(span(cls("govuk-visually-hidden"), "Tick")) + th("Due"), tr(td("1"), td("2")));
  CHECK(has(ticks, "<td>1</td><td data-label=\"Due\">2</td>"));
}

TEST_CASE("columns are counted over cells that take several, and each table has its own") {
  const Html wide = table_of(th(attr("colspan", "2"), "Both") + th("Last"), tr(td("1"), td("2"), td("3")));
  CHECK(has(wide, "<td data-label=\"Last\">3</td>"));
  CHECK(has(wide, "<td>1</td>"));
  const Html spanning = table_of(th("A") + th("B") + th("C"), tr(td(attr("colspan", "2"), "1"), td("3")));
  CHECK(has(spanning, "<td data-label=\"C\">3</td>"));
  const Html two = table_of(th("A"), tr(td("1"))) + table(tbody(tr(td("2"))));
  CHECK(has(two, "<td data-label=\"A\">1</td>"));
  CHECK(has(two, "<td>2</td>"));
}

TEST_CASE("a cell's own label stays, an empty head gives none, and what is no table is not touched") {
  const Html own = table_of(th("") + th("Due"), tr(td(input(attr("type", "checkbox"))), td(attr("data-label", "By"), "x")));
  CHECK(has(own, "<td><input type=\"checkbox\"></td><td data-label=\"By\">x</td>"));
  const Html other = p("a < b > c & ", em("d")) + ul(li("e"));
  CHECK(with_labels(other).str() == other.str());
  CHECK(with_labels(Html()).str().empty());
}
