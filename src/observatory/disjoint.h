// Out of overlapping published periods (quarter, nine months, year), those that can stand side by side.
#pragma once

#include <optional>

#include "observatory/series.h"
#include "observatory/surge.h"

namespace writ::observatory {

/// Exact figures inside `window`, and differences: a published period less a published part at its beginning or end,
/// where nothing is published inside the rest.
std::vector<SurgePeriod> usable_periods(const Series& series, const std::optional<base::Period>& window);

/// The most periods that do not overlap; of several such choices the one that covers most days, then the one with the
/// fewest differences. Ascending.
std::vector<SurgePeriod> disjoint(std::vector<SurgePeriod> periods);

}  // namespace writ::observatory
