#include "page/chart.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "page/number.h"

using namespace writ;

namespace {

base::Period period(std::string_view text) { return *base::parse_period(text); }

page::PeriodChart headline() {
  page::PeriodChart chart;
  chart.id = "usa";
  chart.title = "Fulfilled requests from the United States: 14 in nine months, then 886 in three.";
  chart.subtitle = "Fulfilled requests and users affected, United States, 2024";
  chart.source = "Source: bundles of the counted log";
  chart.requests_label = "Requests fulfilled";
  chart.periods = {{period("2024-01-01/2024-09-30"), 14, 108}, {period("2024-10-01/2024-12-31"), 886, 2145}};
  chart.events = {{*base::parse_day("2024-09-24"), "Policy telegram-2024-09"}};
  return chart;
}

/// The value of `name` in the `index`-th element that begins with `start`.
double attribute(const std::string& svg, std::string_view start, int index, std::string_view name) {
  std::size_t at = 0;
  for (int i = 0; i <= index; ++i) {
    at = svg.find(start, at);
    REQUIRE(at != std::string::npos);
    at += start.size();
  }
  const std::string wanted = " " + std::string(name) + "=\"";
  const std::size_t value = svg.rfind('<', at) == std::string::npos ? 0 : svg.find(wanted, svg.rfind('<', at));
  REQUIRE(value != std::string::npos);
  return std::strtod(svg.c_str() + value + wanted.size(), nullptr);
}

}  // namespace

TEST_CASE("bars are as wide as their period has days, and as high as their count for each 30 days") {
  const std::string svg = page::period_chart(headline()).str();
  // Four bars: two of requests, then two of users.
  const double width_a = attribute(svg, "<rect", 0, "width");
  const double width_b = attribute(svg, "<rect", 1, "width");
  CHECK(width_a / width_b == doctest::Approx(274.0 / 92.0).epsilon(0.001));
  const double height_a = attribute(svg, "<rect", 0, "height");
  const double height_b = attribute(svg, "<rect", 1, "height");
  CHECK(height_b / height_a == doctest::Approx((886.0 / 92) / (14.0 / 274)).epsilon(0.01));
  CHECK(attribute(svg, "<rect", 3, "height") == doctest::Approx(130));
  CHECK(svg.contains("Requests fulfilled, per 30 days"));
  CHECK(svg.contains(">886</text>"));
  CHECK(svg.contains(">2,145</text>"));
}

TEST_CASE("periods of one length are drawn by their counts and no rate is mentioned") {
  page::PeriodChart chart = headline();
  chart.periods = {{period("2023-07-01/2023-09-30"), 10, 20}, {period("2023-10-01/2023-12-31"), 20, 20}};
  chart.events.clear();
  const std::string svg = page::period_chart(chart).str();
  CHECK_FALSE(svg.contains("per 30 days"));
  CHECK(attribute(svg, "<rect", 1, "height") / attribute(svg, "<rect", 0, "height") == doctest::Approx(2));
}

TEST_CASE("a change inside a bar is dated by a dashed line and a note counts the days after it") {
  const page::PeriodChart chart = headline();
  CHECK(page::chart_notes(chart) ==
        std::vector<std::string>{
            "7 of the 274 days of Jan-Sep 2024 lie after the change of 2024-09-24 (Policy telegram-2024-09)."});
  const std::string svg = page::period_chart(chart).str();
  CHECK(svg.contains("stroke-dasharray"));
  CHECK(svg.contains(">2024-09-24 Policy telegram-2024-09</text>"));
  page::PeriodChart at_the_edge = chart;
  at_the_edge.events[0].day = *base::parse_day("2024-10-01");
  CHECK(page::chart_notes(at_the_edge).empty());
}

TEST_CASE("what was not reported is hatched, and so are days between two periods; neither looks like zero") {
  page::PeriodChart chart = headline();
  chart.periods = {{period("2024-01-01/2024-03-31"), 0, std::nullopt}, {period("2024-07-01/2024-09-30"), 5, 7}};
  const std::string svg = page::period_chart(chart).str();
  std::size_t hatched = 0;
  for (std::size_t at = 0; (at = svg.find("url(#usa-hatch)", at)) != std::string::npos; ++at) ++hatched;
  CHECK(hatched == 3);  // users of the first period; both panels of the gap
  CHECK(svg.contains(">0</text>"));
  CHECK(svg.contains(">not reported</text>"));
}

TEST_CASE("the picture has a role and one sentence as its name, escaped like all text") {
  page::PeriodChart chart = headline();
  chart.title = "A \"<b>\" & more";
  const std::string svg = page::period_chart(chart).str();
  CHECK(svg.contains("role=\"img\" aria-label=\"A &quot;&lt;b&gt;&quot; &amp; more\""));
  CHECK_FALSE(svg.contains("<style"));  // the page's content security policy forbids it
}

TEST_CASE("forty quarters and huge counts stay inside the picture") {
  page::PeriodChart chart = headline();
  chart.events.clear();
  chart.periods.clear();
  for (int year = 2015; year < 2025; ++year) {
    const std::string y = std::to_string(year);
    for (const char* part : {"-01-01/$-03-31", "-04-01/$-06-30", "-07-01/$-09-30", "-10-01/$-12-31"}) {
      std::string text = y + part;
      text.replace(text.find('$'), 1, y);
      chart.periods.push_back({period(text), 1000000, 123456789});
    }
  }
  const std::string svg = page::period_chart(chart).str();
  CHECK(svg.contains("rotate(-90"));
  CHECK_FALSE(svg.contains("nan"));
  CHECK_FALSE(svg.contains("inf"));
  const double last_x = attribute(svg, "<rect", 79, "x");
  CHECK(last_x + attribute(svg, "<rect", 79, "width") <= 720);
}

TEST_CASE("the chart file of the headline case is byte for byte the golden one") {
  const std::string path = std::string(WRIT_SOURCE_DIR) + "/tests/page/golden/headline.svg";
  const std::string made = page::period_chart_file(headline());
  if (std::getenv("WRIT_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << made;
  std::ifstream file(path);
  std::stringstream golden;
  golden << file.rdbuf();
  CHECK(made == golden.str());
}

TEST_CASE("a period is named by its months") {
  CHECK(page::period_label(period("2024-01-01/2024-12-31")) == "2024");
  CHECK(page::period_label(period("2024-01-01/2024-09-30")) == "Jan-Sep 2024");
  CHECK(page::period_label(period("2024-02-01/2024-02-29")) == "Feb 2024");
  CHECK(page::period_label(period("2023-10-01/2024-03-31")) == "Oct 2023-Mar 2024");
  CHECK(page::period_label(period("2024-01-05/2024-02-29")) == "2024-01-05 to 2024-02-29");
}
