// The four band structures of 50 USC 1874(a), and when each may be told.
#include "legal/bands.h"

#include <doctest/doctest.h>

using namespace writ;
using namespace writ::legal;

namespace {

base::Period span(const char* text) { return *base::parse_period(text); }
base::Time at(const char* text) { return *base::parse_time(text); }

}  // namespace

TEST_CASE("the four structures have bands of 1000, 500, 250 and 100, the last one by the year") {
  std::vector<std::uint64_t> widths;
  for (const BandStructure& one : band_structures()) widths.push_back(one.width);
  CHECK(widths == std::vector<std::uint64_t>{1000, 500, 250, 100});
  CHECK(find_band_structure("us-1874-a-4")->months == 12);
  CHECK(find_band_structure("us-1874-a-1")->categories.size() == 6);
  CHECK(find_band_structure("us-1874-a-5") == nullptr);
}

TEST_CASE("a band begins at a multiple of its width: a count is refused") {
  const BandStructure& structure = *find_band_structure("us-1874-a-3");
  const BandCategory& process = *find_band_category(structure, "process");
  const auto half = span("2026-01-01/2026-06-30");
  CHECK(check_band(structure, process, half, 0, at("2026-07-02T00:00:00Z")));
  CHECK(check_band(structure, process, half, 250, at("2026-07-02T00:00:00Z")));
  const auto count = check_band(structure, process, half, 37, at("2026-07-02T00:00:00Z"));
  CHECK(count.error().field == "low");
  CHECK(count.error().rule.find("never a count") != std::string::npos);
}

TEST_CASE("a span is a whole half or year, and is told only after its delay") {
  const BandStructure& halves = *find_band_structure("us-1874-a-1");
  const BandStructure& years = *find_band_structure("us-1874-a-4");
  const BandCategory& letters = *find_band_category(halves, "nsl");
  const BandCategory& orders = *find_band_category(halves, "fisa_content");
  const BandCategory& all = *find_band_category(years, "process");
  const auto half = span("2026-01-01/2026-06-30");
  CHECK(check_band(halves, letters, half, 0, at("2026-07-01T00:00:00Z")));
  CHECK(check_band(halves, letters, half, 0, at("2026-06-30T23:59:59Z")).error().field == "span");
  CHECK(check_band(halves, orders, half, 0, at("2026-12-27T00:00:00Z")).error().field == "span");  // 179 days after
  CHECK(check_band(halves, orders, half, 0, at("2026-12-28T00:00:00Z")));
  CHECK(check_band(halves, letters, span("2026-01-01/2026-03-31"), 0, at("2027-01-01T00:00:00Z")).error().field == "span");
  CHECK(check_band(years, all, span("2025-01-01/2025-12-31"), 0, at("2026-12-31T00:00:00Z")).error().field == "span");
  CHECK(check_band(years, all, span("2025-01-01/2025-12-31"), 0, at("2027-01-01T00:00:00Z")));
}
