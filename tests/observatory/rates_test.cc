#include "observatory/rates.h"

#include <doctest/doctest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>

#include "observatory/change_point.h"

namespace {

using namespace writ::observatory;

/// scipy_reference.csv was made by scipy_reference.py, which says how.
std::vector<std::vector<std::string>> reference(const std::string& kind) {
  std::ifstream file(WRIT_SOURCE_DIR "/tests/observatory/scipy_reference.csv");
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> fields;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, ',');) fields.push_back(cell);
    fields.resize(8);
    if (fields[0] == kind) rows.push_back(fields);
  }
  REQUIRE(!rows.empty());
  return rows;
}

std::vector<PeriodCount> series(const std::string& counts, const std::string& days) {
  std::istringstream c(counts), d(days);
  std::vector<PeriodCount> out;
  for (PeriodCount period; c >> period.count && d >> period.days;) out.push_back(period);
  return out;
}

bool near(double value, const std::string& wanted, double relative) {
  if (wanted == "inf") return std::isinf(value);
  const double target = std::stod(wanted);
  return std::abs(value - target) <= relative * std::abs(target) + 1e-300;
}

}  // namespace

TEST_CASE("The published figures of the United States in 2024 give the ratio 188.5 with an interval from 112 to 346") {
  const RateRatio ratio = rate_ratio({14, 274}, {886, 92});
  CHECK(std::round(ratio.ratio * 10) == 1885);
  CHECK(std::round(ratio.low) == 112);
  CHECK(std::round(ratio.high) == 346);
}

TEST_CASE("Exact intervals and p-values are those of SciPy's binomtest") {
  for (const auto& row : reference("rate")) {
    CAPTURE(row[1]);
    CAPTURE(row[3]);
    const std::int64_t before = std::stoll(row[1]), after = std::stoll(row[3]);
    const double days_before = std::stod(row[2]), days_after = std::stod(row[4]);
    const RateRatio ratio =
        rate_ratio({static_cast<double>(before), days_before}, {static_cast<double>(after), days_after});
    CHECK(near(ratio.low, row[5], 1e-8));
    CHECK(near(ratio.high, row[6], 1e-8));
    CHECK(near(equal_rates_p_value(before, days_before, after, days_after), row[7], 1e-7));
  }
}

TEST_CASE(
    "The exact p-value of the change-point search is the one that simulation gives, within four standard errors") {
  for (const auto& row : reference("change")) {
    CAPTURE(row[1]);
    const ChangePoint change = find_change(series(row[1], row[2]));
    CHECK(change.exact);
    CHECK(change.split == std::stoul(row[3]));
    CHECK(near(change.statistic, row[5], 1e-9));
    CHECK(std::abs(change.p_value - std::stod(row[6])) <= 4 * std::stod(row[7]));
  }
}

TEST_CASE("With two periods there is nothing to search, and the search agrees with the exact tails of one split") {
  const ChangePoint change = find_change(series("5 15", "274 92"));
  double sum = 0;
  const double w = 274.0 / 366;
  for (int s = 0; s <= 20; ++s) {
    const double first = s > 0 ? s * std::log(s / (20 * w)) : 0,
                 rest = s < 20 ? (20 - s) * std::log((20 - s) / (20 * (1 - w))) : 0;
    const double chance = std::exp(std::lgamma(21) - std::lgamma(s + 1) - std::lgamma(21 - s) + s * std::log(w) +
                                   (20 - s) * std::log(1 - w));
    if (2 * (first + rest) >= change.statistic - 1e-9) sum += chance;
  }
  CHECK(change.p_value == doctest::Approx(sum).epsilon(1e-9));
}

TEST_CASE("Above the limit of the exact null the p-value is a bound that lies close above it") {
  const auto below = series("360 371 402 366", "91 91 92 92");  // 1,499
  const auto above = series("361 371 402 367", "91 91 92 92");  // 1,501
  const ChangePoint exact = find_change(below), bound = find_change(above);
  CHECK(exact.exact);
  CHECK(!bound.exact);
  CHECK(bound.p_value >= exact.p_value * 0.9);
  CHECK(bound.p_value <= exact.p_value * 3);
}

TEST_CASE("Dispersion is Pearson's statistic of both parts over their degrees of freedom") {
  for (const auto& row : reference("dispersion")) {
    const Dispersion got = dispersion(series(row[1], row[2]), std::stoul(row[3]));
    CHECK(near(got.chi_square, row[5], 1e-9));
  }
  CHECK(dispersion(series("14 886", "274 92"), 1).degrees == 0);
}

TEST_CASE("Holm's correction multiplies the smallest p-value by all tests, the next by one less, and never goes down") {
  double a = 0.01, b = 0.04, c = 0.03, d = 0.9;
  holm_adjust({&a, &b, &c, &d});
  CHECK(a == doctest::Approx(0.04));
  CHECK(c == doctest::Approx(0.09));
  CHECK(b == doctest::Approx(0.09));
  CHECK(d == doctest::Approx(0.9));
}

TEST_CASE("Counts at the limit of what is read give finite work and no exception") {
  const auto huge = series("1000000000000 999999000000", "366 365");
  CHECK(!find_change(huge).exact);
  CHECK(equal_rates_p_value(1000000000000, 366, 999999000000, 365) <= 1);
  CHECK(rate_ratio({1e12, 366}, {1e12, 365}).low < 1.01);
}
