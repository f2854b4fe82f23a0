#include "provider/sql_times.h"

#include <unicode/calendar.h>
#include <unicode/timezone.h>

#include <charconv>
#include <memory>
#include <utility>

namespace writ::provider::sql {

namespace {

bool digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
  if (at + count > text.size()) return false;
  value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  return true;
}

constexpr std::size_t bare_size = 19;  // YYYY-MM-DD hh:mm:ss

/// Where the zone begins, after a fraction; npos if the text is no timestamp.
std::size_t zone_start(std::string_view text) {
  std::size_t at = bare_size;
  if (at < text.size() && text[at] == '.') {
    do ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9');
  }
  return at;
}

/// Seconds east of UTC; nullopt = no zone that we know.
std::optional<int> offset_of(std::string_view zone) {
  if (zone.empty() || zone == "Z" || zone == "z" || zone == "UTC" || zone == " UTC") return 0;
  int hours = 0;
  int minutes = 0;
  if ((zone[0] != '+' && zone[0] != '-') || !digits(zone, 1, 2, hours)) return std::nullopt;
  const std::size_t rest = zone.size() > 3 && zone[3] == ':' ? 4 : 3;
  if (zone.size() != 3 && (!digits(zone, rest, 2, minutes) || zone.size() != rest + 2)) return std::nullopt;
  if (hours > 15 || minutes > 59) return std::nullopt;
  const int seconds = hours * 3600 + minutes * 60;
  return zone[0] == '-' ? -seconds : seconds;
}

std::unique_ptr<icu::TimeZone> zone_of(const std::string& name) {
  return std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name)));
}

/// Seconds that a wall clock of the zone is ahead of UTC. `local`: the time is the wall clock's; of an hour that is shown
/// twice the second is taken.
int zone_offset(const std::string& name, base::Time time, bool local) {
  const auto zone = zone_of(name);
  const double milliseconds = static_cast<double>(base::unix_seconds(time)) * 1000;
  int32_t raw = 0;
  int32_t summer = 0;
  UErrorCode status = U_ZERO_ERROR;
  zone->getOffset(milliseconds, local ? 1 : 0, raw, summer, status);
  return (raw + summer) / 1000;
}

std::int64_t per_second(TimeUnit unit) {
  return unit == TimeUnit::milliseconds ? 1000 : unit == TimeUnit::microseconds ? 1'000'000 : 1;
}

}  // namespace

std::string_view name_of(TimeUnit unit) {
  switch (unit) {
    case TimeUnit::seconds:
      return "seconds";
    case TimeUnit::milliseconds:
      return "milliseconds";
    case TimeUnit::microseconds:
      return "microseconds";
    case TimeUnit::timestamp:
      return "timestamp";
  }
  std::unreachable();
}

std::optional<TimeUnit> time_unit(std::string_view name) {
  for (const TimeUnit unit : {TimeUnit::seconds, TimeUnit::milliseconds, TimeUnit::microseconds, TimeUnit::timestamp})
    if (name_of(unit) == name) return unit;
  return std::nullopt;
}

bool has_zone(std::string_view timestamp) { return zone_start(timestamp) < timestamp.size(); }

std::optional<base::Time> parse_timestamp(std::string_view text) {
  if (text.size() < bare_size || (text[10] != ' ' && text[10] != 'T')) return std::nullopt;
  std::string strict(text.substr(0, bare_size));
  strict[10] = 'T';
  const auto time = base::parse_time(strict + "Z");
  const auto offset = offset_of(text.substr(zone_start(text)));
  if (!time || !offset) return std::nullopt;
  return *time - std::chrono::seconds(*offset);
}

base::Result<TimeColumn> TimeColumn::make(TimeUnit unit, const std::string& zone, bool as_text) {
  if (zone == "UTC") return TimeColumn(unit, zone, as_text);
  if (unit != TimeUnit::timestamp)
    return base::invalid("zone", zone, "must be UTC: a count of " + std::string(name_of(unit)) + " has no zone");
  const auto found = zone_of(zone);
  if (!found || *found == icu::TimeZone::getUnknown())
    return base::invalid("zone", zone, "is no time zone of the IANA list, as Europe/Berlin");
  return TimeColumn(unit, zone, as_text);
}

std::string TimeColumn::misspelled(std::string_view cell) const {
  if (zone_ != "UTC" && has_zone(cell)) return "has a zone of its own: say zone = \"UTC\"";
  if (as_text_ && (cell[10] != ' ' || has_zone(cell)))
    return "is compared as text and is not written as 2026-12-03 14:00:00: read it with unixepoch() or strftime('%s', ...) "
           "and say unit = \"seconds\"";
  return {};
}

base::Result<std::optional<base::Time>> TimeColumn::read(const Row& row, std::string_view column,
                                                         base::Time now) const {
  TRY(const auto cell, row.cell(column));
  return read(row.source(), column, cell, now);
}

base::Result<std::optional<base::Time>> TimeColumn::read(const std::string& source, std::string_view column,
                                                         std::optional<std::string_view> cell, base::Time now) const {
  if (!cell || cell->empty() || *cell == "0" || cell->starts_with("0000-00-00")) return std::nullopt;
  const auto wrong = [&] {
    return std::unexpected(error_of(source, column, "unit",
                                    std::string(cell->substr(0, 40)) + " is not a time in " +
                                        std::string(name_of(unit_)) + " between 2000 and now"));
  };
  std::optional<base::Time> time;
  if (unit_ == TimeUnit::timestamp) {
    time = parse_timestamp(*cell);
    if (const std::string why = time ? misspelled(*cell) : std::string(); !why.empty())
      return std::unexpected(error_of(source, column, "unit", std::string(cell->substr(0, 40)) + " " + why));
    if (time && zone_ != "UTC") *time -= std::chrono::seconds(zone_offset(zone_, *time, true));
  } else {
    std::int64_t count = 0;
    const auto [end, error] = std::from_chars(cell->data(), cell->data() + cell->size(), count);
    if (error != std::errc() || (end != cell->data() + cell->size() && *end != '.')) return wrong();
    time = base::from_unix(count / per_second(unit_));
  }
  if (!time || base::unix_seconds(*time) < earliest_plausible ||
      base::unix_seconds(*time) > base::unix_seconds(now) + ahead_plausible)
    return wrong();
  return time;
}

bool TimeColumn::repeated_hour(base::Time time) const {
  if (zone_ == "UTC") return false;
  constexpr int hour = 3600;
  return zone_offset(zone_, time - std::chrono::seconds(hour), false) == zone_offset(zone_, time, false) + hour;
}

Value TimeColumn::written(base::Time time) const {
  if (unit_ != TimeUnit::timestamp) return base::unix_seconds(time) * per_second(unit_);
  std::string text = base::format_time(time);
  text[10] = ' ';
  text.pop_back();
  return text;
}

Value TimeColumn::exact(base::Time time) const {
  return written(zone_ == "UTC" ? time : time + std::chrono::seconds(zone_offset(zone_, time, false)));
}

Value TimeColumn::lower(base::Time from) const {
  if (zone_ == "UTC") return written(from);
  return written(from + std::chrono::seconds(zone_offset(zone_, from, false)) - std::chrono::hours(2));
}

Value TimeColumn::upper(base::Time to) const {
  if (zone_ == "UTC") return written(to);
  return written(to + std::chrono::seconds(zone_offset(zone_, to, false)) + std::chrono::hours(2));
}

}  // namespace writ::provider::sql
