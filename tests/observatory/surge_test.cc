#include "observatory/surge.h"

#include <cmath>

#include "observatory/disjoint.h"
#include "support.h"

using namespace writ::observatory;

namespace {

Observation of(std::string_view country, std::string_view period, std::int64_t count) {
  return {"telegram",
          std::string(country),
          *writ::base::parse_period(period),
          "requests_fulfilled",
          exactly(count),
          "t.json",
          1,
          0};
}
const SurgeOptions september{.event = *writ::base::parse_day("2024-09-24")};

std::vector<Observation> united_states() {
  return {of("US", "2024-01-01/2024-09-30", 14),  of("US", "2024-10-01/2024-12-31", 886),
          of("US", "2024-01-01/2024-12-31", 900), of("US", "2025-01-01/2025-03-31", 576),
          of("US", "2025-04-01/2025-06-30", 457), of("US", "2025-07-01/2025-09-30", 339),
          of("US", "2025-10-01/2025-12-31", 334), of("US", "2026-01-01/2026-03-31", 110)};
}

}  // namespace

TEST_CASE("The United States in 2024: 14 requests in 274 days against 886 in 92, ratio 188.5, 112 to 346") {
  const auto table = surges(united_states(), september);
  REQUIRE(table);
  REQUIRE(table->countries.size() == 1);
  const Surge& us = table->countries[0];
  CHECK(us.before.count == 14);
  CHECK(us.before.days == 274);
  CHECK(us.before.days_beyond == 7);
  CHECK(us.after.count == 886);
  CHECK(us.after.days == 92);
  CHECK(std::abs(us.before.per_30_days() - 1.533) < 0.001);
  CHECK(std::abs(us.after.per_30_days() - 288.91) < 0.01);
  CHECK(std::round(us.ratio.ratio * 10) == 1885);
  CHECK(std::round(us.ratio.low) == 112);
  CHECK(std::round(us.ratio.high) == 346);
  CHECK(us.p_value < 1e-300);
}

TEST_CASE("The search finds the first of October without being told, over periods that do not overlap") {
  const Surge us = surges(united_states(), september)->countries[0];
  CHECK(us.searched.size() == 7);
  REQUIRE(us.change);
  CHECK(writ::base::format_day(us.change_day) == "2024-10-01");
  CHECK(us.change->p_value < 1e-300);
}

TEST_CASE("Dispersion widens the interval and never narrows it, and the factor that ends the finding is shown") {
  const Surge us = surges(united_states(), september)->countries[0];
  CHECK(us.own.degrees == 5);
  CHECK(!us.dispersion_pooled);
  CHECK(us.dispersion_used == doctest::Approx(761.825905393 / 5));  // SciPy, scipy_reference.csv
  CHECK(us.ratio_dispersed.low < us.ratio.low);
  CHECK(us.ratio_dispersed.high > us.ratio.high);
  CHECK(us.dispersion_to_one > us.dispersion_used);
  const RateRatio at = rate_ratio({14 / us.dispersion_to_one, 274}, {886 / us.dispersion_to_one, 92});
  CHECK(at.low == doctest::Approx(1).epsilon(0.02));
}

TEST_CASE("A quarter that is not published is taken from the year and nine months, and marked") {
  const Surge bg =
      surges(std::vector{of("BG", "2024-01-01/2024-09-30", 0), of("BG", "2024-01-01/2024-12-31", 7)}, september)
          ->countries[0];
  CHECK(bg.after.count == 7);
  REQUIRE(bg.after.periods.size() == 1);
  CHECK(bg.after.periods[0].derived);
  CHECK(std::isinf(bg.ratio.ratio));
  CHECK(bg.ratio.low > 1);
  CHECK(std::isinf(bg.ratio.high));
}

TEST_CASE("A year alone says nothing about an event in it; nor does one side, nor zero on both") {
  const auto untested = [](const std::vector<Observation>& figures) {
    return surges(figures, september)->countries[0].untested;
  };
  CHECK(untested({of("DE", "2024-01-01/2024-12-31", 5)}) == "nothing published before");
  CHECK(untested({of("DE", "2024-01-01/2024-09-30", 5)}) == "nothing published after");
  CHECK(untested({of("DE", "2024-01-01/2024-09-30", 0), of("DE", "2024-10-01/2024-12-31", 0)}) ==
        "no request before or after");
}

TEST_CASE("Holm's correction counts the countries that were tested") {
  auto figures = united_states();
  for (const auto& [country, after] : {std::pair("FR", 1), std::pair("DE", 3)}) {
    figures.push_back(of(country, "2024-01-01/2024-09-30", 1));
    figures.push_back(of(country, "2024-10-01/2024-12-31", after));
  }
  figures.push_back(of("IT", "2024-01-01/2024-09-30", 1));
  const auto table = surges(figures, september);
  CHECK(table->tested == 3);
  const Surge& de = table->countries[0];
  CHECK(de.country == "DE");
  CHECK(de.p_holm == doctest::Approx(std::min(1.0, 2 * de.p_value)));
}

TEST_CASE("Users get no interval, and a platform without figures is an error") {
  SurgeOptions options = september;
  options.measure = "accounts";
  CHECK(surges(united_states(), options).error().field == "measure");
  options = september;
  options.platform = "meta";
  CHECK(surges(united_states(), options).error().code == writ::base::Errc::not_found);
}

TEST_CASE("Of overlapping periods the most are taken, then those that cover most days") {
  const auto chosen = [](std::vector<Observation> figures) {
    std::vector<SurgePeriod> periods;
    for (const Observation& o : figures) periods.push_back({o.period, *o.figure.low});
    std::string text;
    for (const SurgePeriod& p : disjoint(periods)) text += writ::base::format_period(p.period) + " ";
    return text;
  };
  CHECK(chosen({of("IN", "2024-01-01/2024-12-31", 9), of("IN", "2024-01-01/2024-03-31", 1),
                of("IN", "2024-04-01/2024-06-30", 1)}) == "2024-01-01/2024-03-31 2024-04-01/2024-06-30 ");
  CHECK(chosen({of("IN", "2024-01-01/2024-12-31", 9), of("IN", "2024-01-01/2024-03-31", 1)}) ==
        "2024-01-01/2024-12-31 ");
}

TEST_CASE("All 83 countries of Telegram's figures stand in one table, tested or with the reason why not") {
  const auto folder = published_folder();
  if (!folder) return;
  const auto import = import_file(*folder / "telegram.json");
  REQUIRE(import);
  const auto table = surges(import->observations, september);
  REQUIRE(table);
  CHECK(table->countries.size() == 83);
  CHECK(table->tested == 32);
  for (const Surge& s : table->countries) {
    CHECK(s.p_holm >= s.p_value);
    CHECK((s.untested.empty() ? s.before.count + s.after.count > 0 : s.ratio.ratio == 0));
  }
}
