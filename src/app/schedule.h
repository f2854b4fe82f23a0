// When reporting periods end. Pure.
#pragma once

#include <optional>

#include "base/time.h"

namespace writ::app {

/// The first period is stated; every later one ends with its calendar quarter.
base::Period next_period(const base::Period& before);

/// The period that ends with the day before `cut`, if the schedule that begins with `first` has one.
std::optional<base::Period> period_ending_at(const base::Period& first, base::Time cut);

/// The day on which the report after this one is due: `days_after` the end of the following period.
base::Day next_report_day(const base::Period& period, std::chrono::days days_after);

}  // namespace writ::app
