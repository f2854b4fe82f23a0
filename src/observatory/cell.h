// One cell of a published table, as the platforms write counts, bands and percentages.
#pragma once

#include <string_view>

#include "base/result.h"
#include "observatory/table.h"

namespace writ::observatory {

/// No platform has published more; far from the limits of the arithmetic on it.
inline constexpr std::int64_t count_max = 1'000'000'000'000;

/// A count is whole and not negative: `1200`, `1,200`. `` and `-` are not reported. `11,000 - 12,000` is a band, `500+`
/// a band that is open above. The error is the rule that is broken.
std::expected<Figure, std::string> parse_count(std::string_view text);

/// `83%` or `83`; `` and `-` are not reported.
std::expected<Figure, std::string> parse_percent(std::string_view text);

/// Bounds of a band that stand in two cells or members.
std::expected<Figure, std::string> band(Figure low, Figure high);

/// Without blanks at both ends (space, tab, no-break space).
std::string_view trimmed(std::string_view text);

/// US law lets a band be 1000, 500, 250 or 100 wide, from a multiple of its width (50 USC 1874). Where the floor is
/// another, something was taken off it: the sentence that says so, else empty.
std::string_view uneven_band(const Figure& figure);

}  // namespace writ::observatory
