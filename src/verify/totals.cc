#include "verify/totals.h"

#include <algorithm>
#include <iterator>

namespace writ::verify {

namespace {
// A figure of a report has at most 15 digits. Sums stop here instead of running over, so that they cannot agree by
// wrapping round; a report cannot state this figure.
constexpr std::uint64_t sum_max = 1'000'000'000'000'000;

std::string country_name(std::size_t number) {
  return number == unknown_country() ? "--" : std::string(legal::countries()[number].alpha2);
}

void compare_counts(const std::string& field, const log::Counts& found, const log::Counts& stated, Findings& findings) {
  log::Counts names = found;
  names.insert(stated.begin(), stated.end());
  for (const auto& [name, unused] : names) {
    const auto value_in = [&name](const log::Counts& counts) {
      const auto at = counts.find(name);
      return at == counts.end() ? 0 : at->second;
    };
    if (value_in(found) == value_in(stated)) continue;
    findings.fail(5, std::nullopt,
                  field + "." + name + ": the rows give " + std::to_string(value_in(found)) + ", report.json says " +
                      std::to_string(value_in(stated)));
  }
}
}  // namespace

std::uint16_t unknown_country() { return static_cast<std::uint16_t>(legal::countries().size()); }

std::uint16_t country_number(std::string_view alpha2) {
  return static_cast<std::uint16_t>(legal::find_country(alpha2) - legal::countries().data());
}

void Totals::add(TotalName total, std::uint16_t country, std::uint64_t amount) {
  std::uint64_t& sum = totals_[static_cast<std::size_t>(total)][country];
  sum = std::min(sum + amount, sum_max);
}

void Totals::take(TotalName total, std::uint16_t country) { --totals_[static_cast<std::size_t>(total)][country]; }

void Totals::add(By by, CodeId code) {
  auto& counts = by_[static_cast<std::size_t>(by)];
  if (counts.size() <= code) counts.resize(code + 1);
  ++counts[code];
}

void Totals::take(By by, CodeId code) { --by_[static_cast<std::size_t>(by)][code]; }

log::Counts Totals::counts(TotalName total) const {
  log::Counts counts{{"all", 0}};
  const auto& row = totals_[static_cast<std::size_t>(total)];
  for (std::size_t i = 0; i <= unknown_country(); ++i) {
    if (row[i] == 0) continue;
    counts[country_name(i)] = row[i];
    counts["all"] = std::min(counts["all"] + row[i], sum_max);
  }
  return counts;
}

log::Counts Totals::counts(By by, const Codes& codes) const {
  log::Counts counts;
  const auto& row = by_[static_cast<std::size_t>(by)];
  for (CodeId id = 0; id < row.size(); ++id) {
    if (row[id] > 0) counts[codes.text(id)] = row[id];
  }
  return counts;
}

void Totals::compare(const log::Report& report, const Codes& codes, Findings& findings) const {
  for (std::size_t i = 0; i < std::size(log::total_names); ++i) {
    const std::string name(log::total_names[i]);
    compare_counts("totals." + name, counts(static_cast<TotalName>(i)), report.totals.at(name), findings);
  }
  for (std::size_t i = 0; i < std::size(log::by_names); ++i) {
    const std::string name(log::by_names[i]);
    compare_counts("by." + name, counts(static_cast<By>(i), codes), report.by.at(name), findings);
  }
}

PeriodTotals Totals::summary(const base::Period& period) const {
  PeriodTotals result{period, {}};
  for (std::size_t i = 0; i < std::size(log::total_names); ++i) {
    std::vector<Total> totals;
    for (const auto& [country, value] : counts(static_cast<TotalName>(i))) totals.push_back({country, value});
    result.totals.emplace_back(log::total_names[i], std::move(totals));
  }
  return result;
}

}  // namespace writ::verify
