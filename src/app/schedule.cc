#include "app/schedule.h"

namespace writ::app {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month_day;

base::Period next_period(const base::Period& before) {
  const base::Day first = before.last + days(1);
  const year_month_day date(first);
  const unsigned quarter = (static_cast<unsigned>(date.month()) - 1) / 3;
  const year_month_day after_quarter = year_month_day{date.year(), std::chrono::month(quarter * 3 + 1), std::chrono::day(1)} + months(3);
  return {first, base::Day(after_quarter) - days(1)};
}

std::optional<base::Period> period_ending_at(const base::Period& first, base::Time cut) {
  for (base::Period period = first; period.end() <= cut; period = next_period(period)) {
    if (period.end() == cut) return period;
  }
  return std::nullopt;
}

base::Day next_report_day(const base::Period& period, days days_after) { return next_period(period).last + days(1) + days_after; }

}  // namespace writ::app
