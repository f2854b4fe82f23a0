#include <doctest/doctest.h>

#include "others_support.h"

using namespace writ;
using namespace writ::report_test;

namespace {

const std::map<std::string, std::string>& site() {
  static const auto all = made(sample_with_others());
  return all;
}

const std::string& surge_page() { return site().at("others/surge/index.html"); }

std::size_t count(const std::string& text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++found;
  return found;
}

}  // namespace

TEST_CASE("The surge opens with the published figures of 2024 and their rates") {
  CHECK(says(surge_page(), "14 requests / 108 users in 274 days"));
  CHECK(says(surge_page(), "886 requests / 2,145 users in 92 days"));
  CHECK(says(surge_page(), "the year was published as 900 / 2,253"));
  CHECK(says(surge_page(), "1.5 against 288.9 requests per 30 days"));
  CHECK(says(surge_page(), "Published by Telegram, collected by volunteers, CC BY 4.0"));
}

TEST_CASE(
    "The ratio comes with its interval, with the assumption behind it, and with what overdispersion makes of it") {
  CHECK(says(surge_page(), "The rates stand 188.5 to 1"));
  CHECK(says(surge_page(), "112 to 346"));
  CHECK(says(surge_page(), "if requests arrive independently, which they do not fully"));
  CHECK(says(surge_page(), "vary 152 times as much as independent ones"));
  CHECK(says(surge_page(), "No interval is given for users: they come in groups, 7.7 to a request before, then 2.4."));
  CHECK(says(surge_page(), "7 of the 274 days counted as before lie after the change"));
  CHECK(says(surge_page(), "1 October 2024"));
}

TEST_CASE("The sequel is told") {
  CHECK(says(surge_page(), "576, 457, 339 and 334 in 2025 and 110 in January to March 2026"));
}

TEST_CASE("Bars have the widths of their periods: 274 to 92 days") {
  const std::size_t svg = surge_page().find("<svg", surge_page().find("2024 at true widths"));
  REQUIRE(svg != std::string::npos);
  std::vector<double> widths;
  for (std::size_t at = surge_page().find("<rect", svg); widths.size() < 2; at = surge_page().find("<rect", at + 1)) {
    const std::size_t width = surge_page().find("width=\"", at) + 7;
    widths.push_back(std::stod(surge_page().substr(width)));
  }
  CHECK(widths[0] / widths[1] == doctest::Approx(274.0 / 92).epsilon(0.02));
}

TEST_CASE("It says what could explain the surge and what the figures cannot tell") {
  for (const char* words : {"The policy changed.", "More requests came.", "Requests were handled faster.",
                            "The counting changed.", "What this cannot tell", "No cause is claimed."})
    CHECK_MESSAGE(says(surge_page(), words), words);
}

TEST_CASE("The same weeks on other platforms: half-years cannot show a change in October") {
  CHECK(says(surge_page(), "Half-years only: cannot show a change in September or October 2024."));
  CHECK(says(surge_page(), "Years only: cannot show a change"));
  CHECK(says(surge_page(), "The figures at hand end on 2023-06-30"));
}

TEST_CASE("All countries stand in one table and in a file, corrected for all that were tested") {
  const std::string& csv = site().at("others/surge/countries.csv");
  CHECK(count(csv, "\n") == 84);
  CHECK(csv.find("\nUS,14,274,886,92,188.") != csv.npos);
  CHECK(says(surge_page(), "United Kingdom"));
  CHECK(says(surge_page(), "with figures on both sides: 32"));
}

TEST_CASE("Our own synthetic periods stand beside it under another label and in another colour") {
  CHECK(says(surge_page(), "Beside it: the replay on this site"));
  CHECK(says(surge_page(), "These bars are no published figures."));
  const std::size_t own = surge_page().find("Beside it");
  const std::size_t drawing = surge_page().find("<svg", own);
  REQUIRE(drawing != std::string::npos);
  const std::string svg = surge_page().substr(drawing, surge_page().find("</svg>", drawing) - drawing);
  CHECK(svg.find("var(--c-no_data") != svg.npos);
  CHECK(svg.find("var(--c-requests") == svg.npos);
  Sample real = sample_with_others();
  real.options.synthetic = false;
  CHECK_FALSE(says(made(real).at("others/surge/index.html"), "Beside it"));
}

TEST_CASE("No figure is written in the program: another table gives another page") {
  Sample sample = sample_with_others();
  std::string& table = sample.files.content["/o/telegram.csv"];
  const std::string row = "telegram,US,2024-10-01,2024-12-31,requests_fulfilled,886,886";
  const std::size_t at = table.find(row);
  REQUIRE(at != table.npos);
  table.replace(at, row.size(), "telegram,US,2024-10-01,2024-12-31,requests_fulfilled,600,600");
  const std::string other = made(sample).at("others/surge/index.html");
  CHECK(says(other, "600 requests / 2,145 users in 92 days"));
  CHECK(says(other, "The rates stand 127.6 to 1"));
  const std::size_t beside = other.find("Beside it");
  CHECK_FALSE(says(other.substr(0, beside), "886"));
}

TEST_CASE("The files of the chart say what the page says") {
  CHECK(site().at("others/surge.csv").find("US,2024-10-01,2024-12-31,92,886,2145,0,telegram.json,18,") !=
        std::string::npos);
  CHECK(site().at("others/surge.json").find("\"requests\": 886") != std::string::npos);
  CHECK(site().at("others/surge.svg").find("886") != std::string::npos);
}
