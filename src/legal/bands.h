// The four structures in which 50 USC 1874(a) lets a provider tell of national security process: one is chosen for good,
// so that no two bands of one count can be laid over each other. Such processes never enter the log.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace writ::legal {

struct BandCategory {
  std::string_view code;
  std::string_view label;
  std::chrono::days delay;  // from the end of its span to the earliest publication: 50 USC 1874(b)
};

struct BandStructure {
  std::string_view code;
  std::string_view law;
  std::uint64_t width;  // of every band; the first begins at 0
  int months;           // 6: calendar halves, 12: calendar years
  std::span<const BandCategory> categories;
};

std::span<const BandStructure> band_structures();
const BandStructure* find_band_structure(std::string_view code);
const BandCategory* find_band_category(const BandStructure& structure, std::string_view code);

/// The calendar half or year of the structure that has `day` in it.
base::Period band_span(const BandStructure& structure, base::Day day);

/// invalid names `span`, `low` and the rule that is broken: a whole half or year, over for the delay of the category when
/// it is published; the first number of a band.
base::Result<> check_band(const BandStructure& structure, const BandCategory& category, const base::Period& span,
                          std::uint64_t low, base::Time published_at);

}  // namespace writ::legal
