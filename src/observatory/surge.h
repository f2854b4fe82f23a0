// Did the requests of a country rise at a dated event? Rates before and after over unequal published periods, one table
// for all countries, and a search for the change that is not told the date.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "observatory/change_point.h"
#include "observatory/rates.h"
#include "observatory/table.h"

namespace writ::observatory {

struct SurgeOptions {
  std::string platform = "telegram";
  /// No measure of users: they come in groups, so no interval would be honest.
  std::string measure = "requests_fulfilled";
  base::Day event;
  /// Periods taken into before and after; default: the calendar year of the event. Also bounds the search, if given.
  std::optional<base::Period> window;
  double level = 0.95;
};

/// A period over the event belongs to the side where at least this share of its days lies; else it is left out. The
/// mixing can only make the ratio look closer to 1.
inline constexpr double side_share_min = 0.9;

struct SurgePeriod {
  base::Period period;
  std::int64_t count = 0;
  bool derived = false;  // not published itself: a published period less a published part of it
  std::string source_file;
  std::uint64_t source_line = 0;
};

struct Side {
  std::vector<SurgePeriod> periods;
  std::int64_t count = 0;
  int days = 0;
  int days_beyond = 0;  // days of these periods on the other side of the event
  double per_30_days() const { return days > 0 ? static_cast<double>(count) / days * 30 : 0; }
};

struct Surge {
  std::string country;
  Side before;
  Side after;
  std::string untested;  // why there is no ratio; empty if there is one
  RateRatio ratio;
  double p_value = 1;  // exact, two-sided, of equal rates
  double p_holm = 1;   // the same, corrected for all countries tested

  std::vector<SurgePeriod> searched;  // all published periods that do not overlap, ascending
  std::optional<ChangePoint> change;  // none if fewer than two periods or no request
  double change_p_holm = 1;
  base::Day change_day{};  // first day of the period after the change

  Dispersion own;              // around the rates before and after the event, over `searched`
  double dispersion_used = 1;  // at least 1: own, if it has dispersion_degrees_min degrees, else pooled
  bool dispersion_pooled = false;
  RateRatio ratio_dispersed;  // the interval if counts vary dispersion_used times as much as Poisson counts
  /// How many times as much as Poisson counts they would have to vary for the interval to hold 1; 1 if it does at once.
  double dispersion_to_one = 1;
};
inline constexpr std::int64_t dispersion_degrees_min = 3;

struct SurgeTable {
  SurgeOptions options;
  std::vector<Surge> countries;  // ascending by code; every country with a figure
  std::size_t tested = 0;
  std::size_t searched = 0;
  double dispersion_pooled = 1;
  std::int64_t dispersion_degrees = 0;
};

/// invalid if no observation is of the platform and measure, or the measure counts users.
base::Result<SurgeTable> surges(std::span<const Observation> observations, const SurgeOptions& options);

}  // namespace writ::observatory
