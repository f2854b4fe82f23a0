#include "base/time.h"

#include <cstdio>

namespace writ::base {

namespace {
/// Exactly `digits` decimal digits at `at`; -1 if anything else stands there.
int number(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  for (std::size_t i = at; i < at + digits; ++i) {
    if (i >= text.size() || text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}
}  // namespace

std::string format_day(Day day) {
  const std::chrono::year_month_day ymd(day);
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02u", static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                static_cast<unsigned>(ymd.day()));
  return out;
}

std::string format_time(Time time) {
  const Day day = day_of(time);
  const std::chrono::hh_mm_ss clock(time - Time(day));
  char out[32];
  std::snprintf(out, sizeof out, "T%02d:%02d:%02dZ", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return format_day(day) + out;
}

std::string format_period(const Period& period) { return format_day(period.first) + "/" + format_day(period.last); }
std::string period_name(const Period& period) { return format_day(period.first) + "_" + format_day(period.last); }

std::optional<Day> parse_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = number(text, 0, 4);
  const int month = number(text, 5, 2);
  const int day = number(text, 8, 2);
  if (year < 1 || month < 1 || day < 1) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                        std::chrono::day(static_cast<unsigned>(day))};
  if (!ymd.ok()) return std::nullopt;
  return Day(ymd);
}

std::optional<Time> parse_time(std::string_view text) {
  if (text.size() != 20 || text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[19] != 'Z') return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  const int hour = number(text, 11, 2);
  const int minute = number(text, 14, 2);
  const int second = number(text, 17, 2);
  if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
  return Time(*day) + std::chrono::hours(hour) + std::chrono::minutes(minute) + std::chrono::seconds(second);
}

std::optional<Period> parse_period(std::string_view text) {
  if (text.size() != 21 || text[10] != '/') return std::nullopt;
  const auto first = parse_day(text.substr(0, 10));
  const auto last = parse_day(text.substr(11));
  if (!first || !last || *first > *last) return std::nullopt;
  return Period{*first, *last};
}

}  // namespace writ::base
