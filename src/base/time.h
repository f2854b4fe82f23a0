// Times and days in UTC: `TIME` (YYYY-MM-DDThh:mm:ssZ), `DATE` (YYYY-MM-DD) and `PERIOD` (first/last, both included)
// of counted-log.md section 2.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace writ::base {

using Time = std::chrono::sys_seconds;
using Day = std::chrono::sys_days;

struct Period {
  Day first;
  Day last;  // included
  auto operator<=>(const Period&) const = default;
  /// 00:00 UTC of the day after the last: the cut of the period.
  Time end() const { return Time(last + std::chrono::days(1)); }
  int days() const { return static_cast<int>((last - first).count()) + 1; }
};

std::string format_time(Time time);
std::string format_day(Day day);
std::string format_period(const Period& period);
/// For names of folders: `first_last`.
std::string period_name(const Period& period);

/// Strict: one spelling each; no `:60`, no fraction, a real day of the years 0001 to 9999.
std::optional<Time> parse_time(std::string_view text);
std::optional<Day> parse_day(std::string_view text);
std::optional<Period> parse_period(std::string_view text);

inline Day day_of(Time time) { return std::chrono::floor<std::chrono::days>(time); }
inline std::int64_t unix_seconds(Time time) { return time.time_since_epoch().count(); }
inline Time from_unix(std::int64_t seconds) { return Time(std::chrono::seconds(seconds)); }

}  // namespace writ::base
