// Times as stores write them: counts of seconds, milliseconds or microseconds, and timestamps with or without a zone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "provider/sql_client.h"

namespace writ::provider::sql {

enum class TimeUnit : std::uint8_t { seconds, milliseconds, microseconds, timestamp };
std::string_view name_of(TimeUnit unit);
std::optional<TimeUnit> time_unit(std::string_view name);

/// `YYYY-MM-DD hh:mm:ss`, `T` for the blank, a fraction that is dropped, and `Z`, `+00`, `+02:00`, `+0530` after it.
/// Without a zone it is UTC. nullopt = no real time, also "0000-00-00 00:00:00".
std::optional<base::Time> parse_timestamp(std::string_view text);
/// Has it a zone of its own?
bool has_zone(std::string_view timestamp);

/// No messenger's row is older: Telegram's protocol, Matrix and Jabber's servers of today began later, or are older
/// than any retention by decades.
constexpr std::int64_t earliest_plausible = 946'684'800;  // 2000-01-01
/// A clock that runs ahead: a day.
constexpr std::int64_t ahead_plausible = 86'400;

/// How one column writes times.
class TimeColumn {
 public:
  /// `zone` is an IANA name ("Europe/Berlin"), for timestamps without a zone of their own. invalid if there is no such
  /// zone, or the unit is a count and the zone not UTC.
  /// `as_text`: the engine compares timestamps as text (SQLite), so only one spelling is found.
  static base::Result<TimeColumn> make(TimeUnit unit, const std::string& zone, bool as_text = false);

  /// nullopt = NULL, "" or 0. unavailable, rule "unit": a number that cannot be a time in this unit between 2000 and
  /// `now` and a day, a text that is no timestamp, or one that lower() and upper() would not find: with a zone of its
  /// own where the column has another, or spelled otherwise than `YYYY-MM-DD hh:mm:ss` where texts are compared.
  base::Result<std::optional<base::Time>> read(const Row& row, std::string_view column, base::Time now) const;
  base::Result<std::optional<base::Time>> read(const std::string& source, std::string_view column,
                                               std::optional<std::string_view> cell, base::Time now) const;

  /// As exactly as the zone allows: of the hour that is shown twice the second.
  Value exact(base::Time time) const;
  /// The value by which rows at or after this time are found. Of a zone with summer time: up to two hours earlier or
  /// later, so that no row is missed in the hour that is repeated; rows are looked at again after they were read.
  Value lower(base::Time from) const;
  Value upper(base::Time to) const;

  /// The time was read in an hour that the zone's wall clocks showed twice; the second was taken.
  bool repeated_hour(base::Time time) const;

  TimeUnit unit() const { return unit_; }
  /// lower() and upper() are wider than what was asked: rows have to be looked at again.
  bool zoned() const { return zone_ != "UTC"; }

 private:
  TimeColumn(TimeUnit unit, std::string zone, bool as_text) : unit_(unit), zone_(std::move(zone)), as_text_(as_text) {}
  /// Why a timestamp of this spelling is not found by its time; "" = it is.
  std::string misspelled(std::string_view cell) const;
  Value written(base::Time time) const;

  TimeUnit unit_;
  std::string zone_;  // "UTC" or an IANA name
  bool as_text_;
};

}  // namespace writ::provider::sql
