// The same event on all platforms: what the periods that each of them published can show of it, and what they cannot. A
// rise on one platform may be a move from another; no published figure says which.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "observatory/surge.h"
#include "observatory/table.h"

namespace writ::observatory {

/// A year either way: the nearest whole half-year, and the nearest whole year of who publishes years, still touch it.
inline constexpr int near_days = 366;

struct DisplacementOptions {
  std::string country;  // alpha-2
  base::Day event;
  /// Periods that touch it are near; default: near_days before the event to near_days after it.
  std::optional<base::Period> window;
};
base::Period window_of(const DisplacementOptions& options);

/// What the published periods allow to say.
enum class Sight : std::uint8_t {
  boundary,      // a boundary between two periods lies close to the event
  mixed,         // the event is inside a period: whatever changed is mixed into one figure
  only_before,   // periods near the event, all before it
  only_after,    // the figures begin after the event
  banded,        // near the event only bands are published
  not_reported,  // near the event every cell is empty
  ended,         // the last period ends before the window
  later,         // the first period begins after the window
  nothing,       // no such figure of this country, nor of all countries together
};
std::string_view code(Sight sight);

/// One platform and measure around the event.
struct Sighting {
  std::string platform;
  std::string measure;
  bool all_countries = false;  // nothing is published by country: figures of all countries together
  Sight sight = Sight::nothing;
  std::vector<Observation> near;  // every figure that touches the window, ascending; overlapping ones too
  std::string rhythm;             // lengths of those periods: "half-years", "quarters and nine months"
  /// The shortest published period with the event inside, if it belongs to neither side (side_share_min).
  std::optional<Observation> mixed;
  int mixed_days_before = 0;  // of its days, before the event
  /// The nearest whole periods on either side with exact figures; empty if there is none.
  std::optional<SurgePeriod> before;
  std::optional<SurgePeriod> after;
  int days_beyond = 0;            // days of these two on the other side of the event
  int days_between = 0;           // days that belong to neither
  double rate_ratio = 0;          // of the rates, after / before; only if both are there and something came before
  std::optional<base::Day> edge;  // of `ended` the last day, of `later` the first
};

/// Observations are those of the country and of all countries together; those of others are ignored. Requests received,
/// requests fulfilled and accounts of every platform: the figure over all processes where one is published near the
/// event, else each process, and a summary of those that ended if all that is near is banded or empty. Platforms in the
/// order of platforms(). invalid if the window does not hold the event.
base::Result<std::vector<Sighting>> displacement(std::span<const Observation> observations,
                                                 const DisplacementOptions& options);

/// The same in sentences, with days as ISO writes them. Nothing in it says why a figure changed.
std::string words(const Sighting& sighting, base::Day event);
/// "half-years", "a year", "quarters and nine months": lengths of the periods, shortest first.
std::string rhythm_words(std::span<const Observation> figures);

}  // namespace writ::observatory
