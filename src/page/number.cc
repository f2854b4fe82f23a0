#include "page/number.h"

#include <array>
#include <cmath>

namespace writ::page {

std::string number(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string decimal(double value) {
  const auto tenths = static_cast<std::uint64_t>(std::llround(std::fabs(value) * 10));
  const bool negative = value < 0 && tenths != 0;
  return (negative ? "-" : "") + number(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string counted(std::uint64_t value, std::string_view one, std::string_view many) {
  return number(value) + " " + std::string(value == 1 ? one : many);
}

std::string period_label(const base::Period& period) {
  using std::chrono::year_month_day;
  constexpr std::array months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const year_month_day first(period.first);
  const year_month_day last(period.last);
  const year_month_day after(period.last + std::chrono::days(1));
  if (unsigned(first.day()) != 1 || unsigned(after.day()) != 1) {
    return base::format_day(period.first) + " to " + base::format_day(period.last);
  }
  const auto month = [&](const year_month_day& day) { return std::string(months[unsigned(day.month()) - 1]); };
  const std::string year = std::to_string(int(last.year()));
  if (first.year() != last.year())
    return month(first) + " " + std::to_string(int(first.year())) + "-" + month(last) + " " + year;
  if (first.month() == last.month()) return month(last) + " " + year;
  if (unsigned(first.month()) == 1 && unsigned(last.month()) == 12) return year;
  return month(first) + "-" + month(last) + " " + year;
}

std::string period_label(const base::Period& period, const Locale& in) {
  using std::chrono::year_month_day;
  if (in.language() == Language::en) return period_label(period);
  const year_month_day first(period.first);
  const year_month_day last(period.last);
  const year_month_day after(period.last + std::chrono::days(1));
  if (unsigned(first.day()) != 1 || unsigned(after.day()) != 1)
    return in.text("period.days", {{"first", base::format_day(period.first)}, {"last", base::format_day(period.last)}});
  const std::string from = in.month_short(unsigned(first.month()));
  const std::string to = in.month_short(unsigned(last.month()));
  const std::string year = std::to_string(int(last.year()));
  if (first.year() != last.year())
    return in.text("period.months_years",
                   {{"from", from}, {"year_from", std::to_string(int(first.year()))}, {"to", to}, {"year_to", year}});
  if (first.month() == last.month()) return in.text("period.month", {{"month", to}, {"year", year}});
  if (unsigned(first.month()) == 1 && unsigned(last.month()) == 12) return in.text("period.year", {{"year", year}});
  return in.text("period.short", {{"from", from}, {"to", to}, {"year", year}});
}

}  // namespace writ::page
