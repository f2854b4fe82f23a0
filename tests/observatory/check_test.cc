#include "observatory/check.h"

#include <algorithm>

#include "observatory/store.h"
#include "support.h"

using namespace writ::observatory;

namespace {

Observation telegram(std::string_view period, std::string_view measure, Figure figure, std::uint64_t line) {
  return {"telegram", "GB", *writ::base::parse_period(period), std::string(measure), figure, "t.json", line, 0};
}

std::size_t count(const std::vector<Disagreement>& all, Check check) {
  return static_cast<std::size_t>(std::ranges::count(all, check, &Disagreement::check));
}

}  // namespace

TEST_CASE("A year is compared with its quarters, and with nine months and the last quarter") {
  std::vector<Observation> figures{telegram("2024-01-01/2024-03-31", "accounts", exactly(1), 1),
                                   telegram("2024-04-01/2024-06-30", "accounts", exactly(2), 2),
                                   telegram("2024-07-01/2024-09-30", "accounts", exactly(4), 3),
                                   telegram("2024-01-01/2024-09-30", "accounts", exactly(7), 4),
                                   telegram("2024-10-01/2024-12-31", "accounts", exactly(292), 5),
                                   telegram("2024-01-01/2024-12-31", "accounts", exactly(299), 6)};
  CHECK(check_figures(figures).empty());
  figures.back().figure = exactly(293);
  const auto wrong = check_figures(figures);
  REQUIRE(wrong.size() == 2);  // by quarters, and by nine months and the last quarter
  for (const Disagreement& d : wrong) {
    CHECK(d.check == Check::sum);
    CHECK(d.expected == "299");
    CHECK(d.found == "293");
    CHECK(d.at.line == 6);
    CHECK(d.message().starts_with("t.json:6: telegram GB 2024-01-01/2024-12-31 accounts: expected 299, found 293"));
  }
}

TEST_CASE("Periods that leave a day out, overlap, or hold a cell not reported are no filling of a year") {
  CHECK(check_figures(std::vector{telegram("2024-01-01/2024-06-30", "accounts", exactly(1), 1),
                                  telegram("2024-07-02/2024-12-31", "accounts", exactly(1), 2),
                                  telegram("2024-01-01/2024-12-31", "accounts", exactly(50), 3)})
            .empty());
  CHECK(check_figures(std::vector{telegram("2024-01-01/2024-06-30", "accounts", Figure{}, 1),
                                  telegram("2024-07-01/2024-12-31", "accounts", exactly(1), 2),
                                  telegram("2024-01-01/2024-12-31", "accounts", exactly(50), 3)})
            .empty());
  CHECK(check_figures(std::vector{telegram("2024-01-01/2024-06-30", "percent_fulfilled", exactly(40), 1),
                                  telegram("2024-07-01/2024-12-31", "percent_fulfilled", exactly(60), 2),
                                  telegram("2024-01-01/2024-12-31", "percent_fulfilled", exactly(50), 3)})
            .empty());
}

TEST_CASE("Bands disagree only if no number is in both; an open band reaches everything above") {
  const auto year_of = [](Figure half, Figure year) {
    return check_figures(std::vector{telegram("2024-01-01/2024-06-30", "accounts", half, 1),
                                     telegram("2024-07-01/2024-12-31", "accounts", exactly(10), 2),
                                     telegram("2024-01-01/2024-12-31", "accounts", year, 3)});
  };
  CHECK(year_of({Status::banded, 0, 249}, exactly(200)).empty());
  CHECK(year_of({Status::banded, 0, 249}, exactly(260)).size() == 1);
  CHECK(year_of({Status::banded, 500, std::nullopt}, exactly(9000)).empty());
  CHECK(year_of({Status::banded, 500, std::nullopt}, exactly(400)).at(0).expected == "510 or more");
}

TEST_CASE("More fulfilled than received, fewer accounts than requests, and one thing published twice are named") {
  auto all =
      check_figures(std::vector{telegram("2024-01-01/2024-06-30", "requests_received.subpoenas", exactly(94), 1),
                                telegram("2024-01-01/2024-06-30", "requests_fulfilled.subpoenas", exactly(170), 2),
                                telegram("2024-01-01/2024-06-30", "requests_received.warrants", exactly(22), 3),
                                telegram("2024-01-01/2024-06-30", "requests_fulfilled.warrants", exactly(20), 4)});
  REQUIRE(count(all, Check::fulfilled_above_received) == 2);
  CHECK(all[0].expected == "at most 94");
  CHECK(all[1].measure == "requests_fulfilled (all processes)");
  CHECK(all[1].expected == "at most 116");
  CHECK(all[1].found == "190");
  all = check_figures(std::vector{telegram("2025-10-01/2025-12-31", "requests_fulfilled", exactly(12146), 1),
                                  telegram("2025-10-01/2025-12-31", "accounts", exactly(8855), 1)});
  REQUIRE(count(all, Check::accounts_below_requests) == 1);
  CHECK(all[0].expected == "at least 12146");
  all = check_figures(std::vector{telegram("2025-10-01/2025-12-31", "accounts", exactly(1), 1),
                                  telegram("2025-10-01/2025-12-31", "accounts", exactly(2), 9)});
  REQUIRE(count(all, Check::published_twice) == 1);
  CHECK(all[0].at.line == 9);
}

TEST_CASE("Days between two published periods are a gap; a period inside another is none") {
  const std::vector figures{telegram("2024-01-01/2024-12-31", "accounts", exactly(1), 1),
                            telegram("2024-01-01/2024-03-31", "accounts", exactly(1), 2),
                            telegram("2025-04-01/2025-06-30", "accounts", exactly(1), 3)};
  const auto gaps = find_gaps(figures);
  REQUIRE(gaps.size() == 1);
  CHECK(gaps[0].period == *writ::base::parse_period("2025-01-01/2025-03-31"));
}

TEST_CASE("The published files have the disagreements that are known of them") {
  const auto folder = published_folder();
  if (!folder) return;
  std::vector<Observation> figures;
  for (const auto& path : files_to_import({folder->string()}).value()) {
    const auto import = import_file(path);
    REQUIRE(import);
    CHECK(!import->refused);
    figures.insert(figures.end(), import->observations.begin(), import->observations.end());
  }
  const auto wrong = check_figures(figures);
  const auto has = [&](Check check, std::string_view country, std::string_view period, std::string_view expected,
                       std::string_view found) {
    return std::ranges::any_of(wrong, [&](const Disagreement& d) {
      return d.check == check && d.country == country && writ::base::format_period(d.period) == period &&
             d.expected == expected && d.found == found && d.at.line > 0;
    });
  };
  CHECK(count(wrong, Check::sum) == 1);
  CHECK(has(Check::sum, "GB", "2024-01-01/2024-12-31", "299", "293"));
  CHECK(has(Check::fulfilled_above_received, "", "2021-01-01/2021-12-31", "at most 335", "516"));
  CHECK(has(Check::accounts_below_requests, "IN", "2025-10-01/2025-12-31", "at least 12146", "8855"));
  CHECK(has(Check::accounts_below_requests, "IN", "2025-01-01/2025-12-31", "at least 39863", "39657"));
}

TEST_CASE("Periods that overlap without end are given up, not tried without end") {
  std::vector<Observation> figures{telegram("2024-01-01/2024-12-31", "accounts", exactly(1), 1)};
  const writ::base::Day first = figures[0].period.first;
  for (int day = 0; day < 300; ++day) {  // of one and of two days from every day, so the ways through multiply
    for (const int days : {0, 1}) {
      Observation o = figures[0];
      o.period = {first + std::chrono::days(day), first + std::chrono::days(day + days)};
      figures.push_back(o);
    }
  }
  CHECK(check_figures(figures).size() < 100000);
}
