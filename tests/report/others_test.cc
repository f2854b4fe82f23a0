#include <doctest/doctest.h>

#include "others_support.h"

using namespace writ;
using namespace writ::report_test;

namespace {

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

const std::map<std::string, std::string>& shipped_site() {
  static const auto site = made(sample_with_others());
  return site;
}

bool is_ours(const std::string& path) { return path.starts_with("others/") || path.starts_with("policy/compare/"); }

}  // namespace

TEST_CASE("Without tables there is no page about other platforms and no link to one") {
  const auto site = made(sample_site());
  for (const auto& [path, content] : site) {
    CHECK_FALSE(path.starts_with("others/"));
    CHECK_FALSE(holds(content, "others/index.html"));
  }
}

TEST_CASE("The first page names the sums that do not add up, with both figures and their lines") {
  const std::string& page = shipped_site().at("others/index.html");
  CHECK(says(page, "Telegram, United Kingdom, 2024, Accounts: 7 + 292 = 299, published as 293."));
  CHECK(says(page, "2024: 293 at telegram.json:89"));
  CHECK(says(page, "Published 516, where at most 335 would agree."));
}

TEST_CASE("Every disagreement and every finding stands on the page of checks") {
  const std::string& page = shipped_site().at("others/checks/index.html");
  CHECK(says(page, "Published 8855, where at least 12146 would agree."));
  CHECK(says(page, "United Nations"));
  CHECK(says(page, "Refused: not in the table"));
}

TEST_CASE("Every address of these pages leads to a file of the site, every fragment to an element") {
  const auto& site = shipped_site();
  std::size_t seen = 0;
  for (const auto& [path, content] : site) {
    if (!is_ours(path) || !is_page(path)) continue;
    for (const std::string& address : addresses(content)) {
      if (address.starts_with("http")) continue;
      const std::size_t hash = address.find('#');
      const std::string target = hash == 0 ? path : resolved(path, address.substr(0, hash));
      const bool there = site.contains(target) || is_beside(target);
      REQUIRE_MESSAGE(there, path, " -> ", address);
      if (hash != std::string::npos && hash + 1 < address.size())
        REQUIRE_MESSAGE(holds(site.at(target), "id=\"" + address.substr(hash + 1) + "\""), path, " -> ", address);
      ++seen;
    }
  }
  CHECK(seen > 5000);
}

TEST_CASE("A figure names the file and line that it was published in, and the row of the table that carries it") {
  const std::string& page = shipped_site().at("others/requests-fulfilled/usa/index.html");
  CHECK(says(page, "telegram.json:18"));
  const std::string& table = shipped_site().at("others/data/telegram.csv");
  std::size_t line = 1, at = 0;
  const std::size_t row = table.find("telegram,US,2024-10-01,2024-12-31,requests_fulfilled,886");
  REQUIRE(row != table.npos);
  for (; (at = table.find('\n', at)) < row; ++at) ++line;
  CHECK(says(page, "telegram.csv line " + std::to_string(line)));
}

TEST_CASE("A half-year is one cell beside two quarters, and the year over them stays in the list of figures") {
  const auto site = made(
      sample_with_tables({{"apple.csv", "apple,US,2024-01-01,2024-06-30,requests_fulfilled,40,40,reported,a.json,1\n"},
                          {"telegram.csv",
                           "telegram,US,2024-01-01,2024-03-31,requests_fulfilled,3,3,reported,t.json,1\n"
                           "telegram,US,2024-01-01,2024-12-31,requests_fulfilled,9,9,reported,t.json,3\n"
                           "telegram,US,2024-04-01,2024-06-30,requests_fulfilled,4,4,reported,t.json,2\n"}}));
  const std::string& page = site.at("others/requests-fulfilled/usa/index.html");
  CHECK(holds(page, R"(<td rowspan="2"><a href="#f1">40</a></td>)"));
  CHECK(holds(page, R"(<td><a href="#f2">3</a></td>)"));
  CHECK(holds(page, R"(<td><a href="#f4">4</a></td>)"));
  CHECK_FALSE(holds(page, R"(<td><a href="#f3">9</a></td>)"));
  CHECK(says(page, "t.json:3"));
}

TEST_CASE("Zero, not reported, a band, an open band and days without a figure look different to the end") {
  const auto site = made(
      sample_with_tables({{"apple.csv",
                           "apple,US,2023-01-01,2023-06-30,accounts,0,0,reported,a.json,1\n"
                           "apple,US,2023-07-01,2023-12-31,accounts,,,not_reported,a.json,2\n"
                           "apple,US,2024-01-01,2024-06-30,accounts,0,249,banded,a.json,3\n"
                           "apple,US,2024-07-01,2024-12-31,accounts,500,,banded,a.json,4\n"},
                          {"telegram.csv", "telegram,US,2024-07-01,2024-12-31,accounts,5,5,reported,t.json,1\n"}}));
  const std::string& page = site.at("others/accounts/usa/index.html");
  CHECK(holds(page, R"(<a href="#f1">0</a>)"));
  CHECK(holds(page, R"(<span class="w-none">not reported</span>)"));
  CHECK(says(page, "0\u2013249 band"));
  CHECK(says(page, "500 or more open"));
  CHECK(says(page, "nothing published"));
  CHECK(site.at("others/accounts/usa.csv") ==
        tidy_header + std::string("apple,US,2023-01-01,2023-06-30,accounts,0,0,reported,a.json,1\n"
                                  "apple,US,2023-07-01,2023-12-31,accounts,,,not_reported,a.json,2\n"
                                  "apple,US,2024-01-01,2024-06-30,accounts,0,249,banded,a.json,3\n"
                                  "apple,US,2024-07-01,2024-12-31,accounts,500,,banded,a.json,4\n"
                                  "telegram,US,2024-07-01,2024-12-31,accounts,5,5,reported,t.json,1\n"));
  CHECK(holds(site.at("others/accounts/usa.json"), R"("low":500,"high":null,"status":"banded")"));
}

TEST_CASE("Every platform has a page with its periods, measures, defects and licence") {
  const std::string& telegram = shipped_site().at("others/telegram/index.html");
  CHECK(says(telegram, "598 figures of 83 countries"));
  CHECK(says(telegram, "Licence: CC-BY-4.0"));
  CHECK(says(telegram, "7 + 292 = 299, published as 293."));
  CHECK(says(shipped_site().at("others/apple/index.html"), "the floor of the band is none of 50 USC 1874"));
  CHECK(says(shipped_site().at("others/google/index.html"), "Licence: facts"));
}

TEST_CASE("A place that only one platform names has no page of its own, and the measure says its last figure") {
  const auto site = made(
      sample_with_tables({{"telegram.csv", "telegram,FR,2024-01-01,2024-12-31,accounts,5,5,reported,t.json,1\n"}}));
  CHECK_FALSE(site.contains("others/accounts/fra/index.html"));
  CHECK(says(site.at("others/accounts/index.html"), "5 in 2024"));
}

TEST_CASE("A table with a broken row is an error that names file, line, column and value") {
  const Sample sample = sample_with_tables(
      {{"telegram.csv", "telegram,FR,2024-01-01,2024-12-31,accounts,minus five,5,reported,t.json,1\n"}});
  const auto files = report::make_site(sample.files, sample.options);
  REQUIRE_FALSE(files);
  CHECK(files.error().code == base::Errc::corrupt);
  CHECK(holds(files.error().message(), "telegram.csv"));
  CHECK(holds(files.error().message(), "minus five"));
}

TEST_CASE("Text of a publisher's file cannot become markup") {
  auto sample = sample_with_tables(
      {{"telegram.csv", "telegram,FR,2024-01-01,2024-12-31,accounts,5,5,reported,<b>x</b>.json,1\n"}});
  sample.files.content["/o/findings.csv"] =
      "severity,source_file,source_line,record,column,value,rule\n"
      "refused,<b>x</b>.json,1,,<i>c</i>,<script>alert(1)</script>,is no country\n";
  const auto site = made(sample);
  for (const auto& [path, content] : site) {
    if (path.starts_with("others/") && is_page(path)) CHECK_FALSE(holds(content, "<script>alert"));
  }
  CHECK(holds(site.at("others/checks/index.html"), "&lt;script&gt;alert(1)"));
}
