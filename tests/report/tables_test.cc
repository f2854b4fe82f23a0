#include "report/tables.h"

#include <doctest/doctest.h>

#include "report/site_data.h"
#include "sample_site.h"

using namespace writ;
using namespace writ::report;
using report_test::sample_site;

namespace {
SiteData loaded() {
  const auto sample = sample_site();
  auto site = load_site(sample.files, sample.options);
  REQUIRE_MESSAGE(site, site.error().message());
  return std::move(*site);
}
}  // namespace

TEST_CASE("fulfilled counts in the period of the first package, received in the period of receipt") {
  const SiteData site = loaded();
  REQUIRE(site.periods.size() == 2);
  CHECK(site.of(site.periods[0].tables, "FR").requests == 1);
  CHECK(site.of(site.periods[0].tables, "FR").fulfilled == 0);
  CHECK(site.of(site.periods[1].tables, "FR").requests == 0);
  CHECK(site.of(site.periods[1].tables, "FR").fulfilled == 1);
  CHECK(site.of(site.periods[1].tables, "FR").users_affected == 2);
}

TEST_CASE("a request that is pending when its period closes is decided in the table of all periods") {
  const SiteData site = loaded();
  CHECK(site.periods[0].tables.all.pending == 1);
  CHECK(site.all.all.pending == 0);
  CHECK(site.of(site.all, "FR").outcome_of("full") == 1);
}

TEST_CASE("a held request counts under no country, instrument or offence, and its outcome and package count") {
  const SiteData site = loaded();
  const Counts& held = site.of(site.periods[0].tables, std::string(country_not_shown));
  CHECK(held.requests == 1);
  CHECK(held.held == 1);
  CHECK(held.fulfilled == 1);
  CHECK(held.users_affected == 1);
  CHECK(held.instrument == Codes{{"--", 1}});
  CHECK(held.outcome_of("partial") == 1);
  CHECK(site.of(site.all, "GB").requests == 0);
}

TEST_CASE("requests declared an emergency are counted by what was decided, each once, and no other request") {
  const SiteData site = loaded();
  const Counts& all = site.periods[0].tables.all;
  std::uint64_t decided = 0;
  for (const auto& [state, count] : all.emergency_state) {
    CHECK(count <= all.outcome.at(state));
    decided += count;
  }
  CHECK(decided == 1);
  CHECK(decided == all.emergency.at("1"));
  CHECK(site.periods[1].tables.all.emergency_state.empty());
  CHECK(site.all.all.emergency_state == all.emergency_state);
}

TEST_CASE("a recode before the close changes the offence that counts, a later one only stands under restated") {
  const SiteData site = loaded();
  CHECK(site.of(site.periods[1].tables, "US").offence == Codes{{"cybercrime", 1}, {"fraud", 1}});
  CHECK(site.of(site.periods[0].tables, "US").offence == Codes{{"fraud", 1}, {"terrorism", 1}});
  CHECK(site.of(site.all, "US").offence == Codes{{"cybercrime", 1}, {"fraud", 2}, {"terrorism", 1}});
  REQUIRE(site.periods[1].bundle.published.restated.size() == 1);
  CHECK(site.periods[1].bundle.published.restated[0].value == "cybercrime");
}

TEST_CASE("the last decision of a chain is the state, the first one gives the days") {
  const SiteData site = loaded();
  const Counts& us = site.of(site.periods[1].tables, "US");
  CHECK(us.outcome_of("no_data") == 1);
  CHECK(us.outcome_of("full") == 1);
  CHECK(us.ground == Codes{{"not_held", 1}});
  CHECK(us.median_days_doubled() == 3);  // 2 and 1 days
}

TEST_CASE("a second package adds users and no second fulfilled request") {
  const SiteData site = loaded();
  const Counts& us = site.of(site.periods[1].tables, "US");
  CHECK(us.disclosures == 2);
  CHECK(us.fulfilled == 1);
  CHECK(us.users_affected == 5);
}

TEST_CASE("two periods that fill a calendar year make the year, each figure the sum of both") {
  const SiteData site = loaded();
  REQUIRE(site.years.size() == 1);
  CHECK(base::format_period(site.years[0].period) == "2024-01-01/2024-12-31");
  CHECK(site.of(site.years[0].tables, "US").fulfilled == 2);
  CHECK(site.of(site.years[0].tables, "US").users_affected == 8);
  CHECK(site.years[0].tables.all.fulfilled == 4);
}

TEST_CASE("the median of an even number of days may be a half, and none decided is no median") {
  Counts counts;
  CHECK_FALSE(counts.median_days_doubled());
  counts.days = {9, 1, 2, 4};
  CHECK(counts.median_days_doubled() == 6);
  counts.days = {7, 1, 3};
  CHECK(counts.median_days_doubled() == 6);
}

TEST_CASE("a total of report.json that its rows do not give is refused with both figures") {
  struct Lie {
    const char* said;
    const char* instead;
    const char* member;
  };
  for (const Lie& lie : {Lie{R"("fulfilled":{"US":1,)", R"("fulfilled":{"US":2,)", "totals.fulfilled.US"},
                         Lie{R"("pending":{"FR":1,"all":1})", R"("pending":{"all":0})", "totals.pending"},
                         Lie{R"("users_affected":{"US":3,"--":1,"all":4})",
                             R"("users_affected":{"US":3,"--":1,"all":5})", "totals.users_affected.all"},
                         Lie{R"("subpoena":1)", R"("subpoena":3)", "by.instrument.subpoena"},
                         Lie{R"("notice":{"given":1})", R"("notice":{"barred":1})", "by.notice"}}) {
    CAPTURE(lie.said);
    auto sample = sample_site();
    std::string& report = sample.files.content["/b/1/report.json"];
    const std::size_t at = report.find(lie.said);
    REQUIRE(at != std::string::npos);
    report.replace(at, std::string(lie.said).size(), lie.instead);
    const auto site = make_site(sample.files, sample.options);
    REQUIRE_FALSE(site);
    CHECK(site.error().code == base::Errc::corrupt);
    CHECK(site.error().message().find(lie.member) != std::string::npos);
  }
}

TEST_CASE("one case less in the rows and the report is refused: no total stands alone") {
  auto sample = sample_site();
  std::string& openings = sample.files.content["/b/1/openings.jsonl"];
  const std::size_t at = openings.find("subpoena");
  const std::size_t start = openings.rfind('\n', at) + 1;
  const std::string before = base::to_hex(crypto::sha256(openings));
  openings.erase(start, openings.find('\n', at) + 1 - start);
  const auto altered = make_site(sample.files, sample.options);
  REQUIRE_FALSE(altered);
  CHECK(altered.error().message().find("another SHA-256") != std::string::npos);
  // Nor does it help to name the altered file.
  std::string& report = sample.files.content["/b/1/report.json"];
  report.replace(report.find(before), before.size(), base::to_hex(crypto::sha256(openings)));
  const auto renamed = make_site(sample.files, sample.options);
  REQUIRE_FALSE(renamed);
  CHECK(renamed.error().rule.find("neither in openings.jsonl nor in references.jsonl") != std::string::npos);
}
