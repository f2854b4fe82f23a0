#include "observatory/surge.h"

#include <algorithm>
#include <cmath>

#include "observatory/disjoint.h"

namespace writ::observatory {

namespace {

enum class Where : std::uint8_t { before, after, neither };

int days_from(const base::Period& period, base::Day event) {
  return std::clamp(static_cast<int>((period.last - event).count()) + 1, 0, period.days());
}

Where where(const base::Period& period, base::Day event) {
  const double after = static_cast<double>(days_from(period, event)) / period.days();
  return after >= side_share_min ? Where::after : after <= 1 - side_share_min ? Where::before : Where::neither;
}

void add(Side& side, const SurgePeriod& period, int days_beyond) {
  side.periods.push_back(period);
  side.count += period.count;
  side.days += period.period.days();
  side.days_beyond += days_beyond;
}

std::vector<PeriodCount> counts(const std::vector<SurgePeriod>& periods) {
  std::vector<PeriodCount> out;
  for (const SurgePeriod& p : periods) out.push_back({p.count, static_cast<double>(p.period.days())});
  return out;
}

Exposure exposure(const Side& side, double dispersion) {
  return {static_cast<double>(side.count) / dispersion, static_cast<double>(side.days)};
}

void fill_sides(Surge& surge, const Series& series, const SurgeOptions& options) {
  const int year = static_cast<int>(std::chrono::year_month_day(options.event).year());
  const std::chrono::year y(year);
  const base::Period default_window{base::Day(y / 1 / 1), base::Day(y / 12 / 31)};
  std::vector<SurgePeriod> usable = usable_periods(series, options.window.value_or(default_window));
  std::erase_if(usable, [&](const SurgePeriod& p) { return where(p.period, options.event) == Where::neither; });
  for (const SurgePeriod& p : disjoint(std::move(usable))) {
    const int after = days_from(p.period, options.event);
    const bool is_after = where(p.period, options.event) == Where::after;
    add(is_after ? surge.after : surge.before, p, is_after ? p.period.days() - after : after);
  }
}

void compare(Surge& surge, const SurgeOptions& options) {
  if (surge.before.periods.empty()) {
    surge.untested = "nothing published before";
  } else if (surge.after.periods.empty()) {
    surge.untested = "nothing published after";
  } else if (surge.before.count + surge.after.count == 0) {
    surge.untested = "no request before or after";
  } else {
    surge.ratio = rate_ratio(exposure(surge.before, 1), exposure(surge.after, 1), options.level);
    surge.p_value = equal_rates_p_value(surge.before.count, surge.before.days, surge.after.count, surge.after.days);
  }
}

void search(Surge& surge, const Series& series, const SurgeOptions& options) {
  surge.searched = disjoint(usable_periods(series, options.window));
  const std::vector<PeriodCount> periods = counts(surge.searched);
  std::int64_t sum = 0;
  for (const PeriodCount& period : periods) sum += period.count;
  if (periods.size() >= 2 && sum > 0) {
    surge.change = find_change(periods);
    surge.change_day = surge.searched[surge.change->split].period.first;
  }
  const auto split = std::ranges::find_if(
      surge.searched, [&](const SurgePeriod& p) { return 2 * days_from(p.period, options.event) > p.period.days(); });
  surge.own = dispersion(periods, static_cast<std::size_t>(split - surge.searched.begin()));
}

bool holds_one(const Surge& surge, double dispersion, double level) {
  const RateRatio at = rate_ratio(exposure(surge.before, dispersion), exposure(surge.after, dispersion), level);
  return at.low <= 1 && at.high >= 1;
}

/// Bisection: the interval only widens.
double dispersion_to_one(const Surge& surge, double level) {
  if (holds_one(surge, 1, level)) return 1;
  double low = 1, high = 2;
  while (!holds_one(surge, high, level)) low = high, high *= 2;
  while (high - low > 1e-3 * high) {
    const double middle = (low + high) / 2;
    (holds_one(surge, middle, level) ? high : low) = middle;
  }
  return high;
}

void disperse(SurgeTable& table) {
  double chi_square = 0;
  for (const Surge& surge : table.countries)
    chi_square += surge.own.chi_square, table.dispersion_degrees += surge.own.degrees;
  if (table.dispersion_degrees > 0)
    table.dispersion_pooled = chi_square / static_cast<double>(table.dispersion_degrees);
  for (Surge& surge : table.countries) {
    surge.dispersion_pooled = surge.own.degrees < dispersion_degrees_min;
    const double estimate = surge.dispersion_pooled ? table.dispersion_pooled
                                                    : surge.own.chi_square / static_cast<double>(surge.own.degrees);
    surge.dispersion_used = std::max(1.0, estimate);
    if (!surge.untested.empty()) continue;
    const double level = table.options.level;
    surge.ratio_dispersed =
        rate_ratio(exposure(surge.before, surge.dispersion_used), exposure(surge.after, surge.dispersion_used), level);
    surge.dispersion_to_one = dispersion_to_one(surge, level);
  }
}

void correct(SurgeTable& table) {
  std::vector<double*> tests, changes;
  for (Surge& surge : table.countries) {
    if (surge.untested.empty()) tests.push_back(&(surge.p_holm = surge.p_value));
    if (surge.change) changes.push_back(&(surge.change_p_holm = surge.change->p_value));
  }
  table.tested = tests.size();
  table.searched = changes.size();
  holm_adjust(std::move(tests));
  holm_adjust(std::move(changes));
}

}  // namespace

base::Result<SurgeTable> surges(std::span<const Observation> observations, const SurgeOptions& options) {
  if (base_of(options.measure) != "requests_received" && base_of(options.measure) != "requests_fulfilled") {
    return base::invalid("measure", options.measure,
                         "is a count of requests: users come in groups, so no interval would be honest");
  }
  SurgeTable table{.options = options};
  for (const auto& [key, series] : series_of(observations)) {
    if (key.platform != options.platform || key.measure != options.measure || key.country.empty()) continue;
    Surge surge{.country = key.country};
    fill_sides(surge, series, options);
    compare(surge, options);
    search(surge, series, options);
    table.countries.push_back(std::move(surge));
  }
  if (table.countries.empty())
    return base::fail(base::Errc::not_found, "platform", options.platform,
                      "has no " + options.measure + " by country in the store");
  disperse(table);
  correct(table);
  return table;
}

}  // namespace writ::observatory
