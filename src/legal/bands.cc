#include "legal/bands.h"

#include <algorithm>
#include <array>
#include <string>

namespace writ::legal {

namespace {

using std::chrono::days;

// 50 USC 1874(b)(1)(B): orders and directives of (a)(1) and (a)(2) are told 180 days after their half at the earliest.
constexpr days order_delay{180};
// (b)(3): a report of (a)(4) covers a year that ended a year before.
constexpr days year_delay{365};

constexpr std::array<BandCategory, 6> separate{{
    {"nsl", "National security letters received", days{0}},
    {"nsl_selectors", "Customer selectors targeted by national security letters", days{0}},
    {"fisa_content", "Orders and directives for contents", order_delay},
    {"fisa_content_selectors", "Customer selectors targeted by orders and directives for contents", order_delay},
    {"fisa_noncontent", "Orders for other than contents", order_delay},
    {"fisa_noncontent_selectors", "Customer selectors targeted by orders for other than contents", order_delay},
}};
constexpr std::array<BandCategory, 2> combined{{
    {"process", "All national security process received", days{0}},
    {"selectors", "Customer selectors targeted by it", days{0}},
}};
constexpr std::array<BandCategory, 2> combined_yearly{{
    {"process", "All national security process received", year_delay},
    {"selectors", "Customer selectors targeted by it", year_delay},
}};
constexpr std::array<BandStructure, 4> structures{{
    {"us-1874-a-1", "50 USC 1874(a)(1)", 1000, 6, separate},
    {"us-1874-a-2", "50 USC 1874(a)(2)", 500, 6, separate},
    {"us-1874-a-3", "50 USC 1874(a)(3)", 250, 6, combined},
    {"us-1874-a-4", "50 USC 1874(a)(4)", 100, 12, combined_yearly},
}};

// A band that begins higher is a slip of the keyboard, and its end must stay a number of 15 digits.
constexpr std::uint64_t low_max = 100'000'000;

}  // namespace

std::span<const BandStructure> band_structures() { return structures; }

const BandStructure* find_band_structure(std::string_view code) {
  const auto found = std::ranges::find(structures, code, &BandStructure::code);
  return found == structures.end() ? nullptr : &*found;
}

const BandCategory* find_band_category(const BandStructure& structure, std::string_view code) {
  const auto found = std::ranges::find(structure.categories, code, &BandCategory::code);
  return found == structure.categories.end() ? nullptr : &*found;
}

base::Period band_span(const BandStructure& structure, base::Day day) {
  const std::chrono::year_month_day date{day};
  const unsigned month = static_cast<unsigned>(date.month());
  const unsigned length = static_cast<unsigned>(structure.months);
  const std::chrono::month first{(month - 1) / length * length + 1};
  const std::chrono::year_month_day begin{date.year(), first, std::chrono::day{1}};
  return {begin, base::Day(begin + std::chrono::months{structure.months}) - days{1}};
}

base::Result<> check_band(const BandStructure& structure, const BandCategory& category, const base::Period& span,
                          std::uint64_t low, base::Time published_at) {
  if (!(span == band_span(structure, span.first)))
    return base::invalid("span", base::format_period(span),
                         structure.months == 12 ? "is a calendar year" : "is a half of a calendar year");
  if (span.end() + category.delay > published_at)
    return base::invalid("span", base::format_period(span),
                         "may be told from " + base::format_day(base::day_of(span.end() + category.delay)) +
                             " on: 50 USC 1874(b)");
  if (low % structure.width != 0)
    return base::invalid("low", std::to_string(low),
                         "is where a band begins, never a count: 0 or a multiple of " + std::to_string(structure.width));
  if (low > low_max) return base::invalid("low", std::to_string(low), "is at most " + std::to_string(low_max));
  return {};
}

}  // namespace writ::legal
