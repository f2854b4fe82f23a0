// Figures of one platform, country and measure over time.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "observatory/table.h"

namespace writ::observatory {

struct SeriesKey {
  std::string platform;
  std::string country;
  std::string measure;
  auto operator<=>(const SeriesKey&) const = default;
};

/// Ascending by first day, then by last; several figures may stand for one period.
using Series = std::vector<const Observation*>;
std::map<SeriesKey, Series> series_of(std::span<const Observation> observations);

/// Counts can be added up over time; percentages and averages cannot.
bool is_count(std::string_view measure);
bool has_value(const Figure& figure);

/// The process behind the first dot: of "requests_received.subpoenas" "subpoenas"; empty of a base measure.
std::string_view process_of(std::string_view measure);
std::string_view base_of(std::string_view measure);

}  // namespace writ::observatory
