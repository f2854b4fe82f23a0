#include <doctest/doctest.h>

#include <algorithm>

#include "notice/zone.h"

using namespace writ;
using namespace writ::notice;

namespace {
base::Day day(std::string_view text) { return *base::parse_day(text); }
base::Time at(std::string_view text) { return *base::parse_time(text); }
}  // namespace

TEST_CASE("a day named by a court ends at midnight where the court sits, in winter and in summer") {
  CHECK(day_ends_at(day("2026-03-01"), "America/New_York") == at("2026-03-02T05:00:00Z"));
  CHECK(day_ends_at(day("2026-07-01"), "America/New_York") == at("2026-07-02T04:00:00Z"));
  CHECK(day_ends_at(day("2026-07-01"), "Europe/Paris") == at("2026-07-01T22:00:00Z"));
  CHECK(day_ends_at(day("2026-07-01"), "UTC") == at("2026-07-02T00:00:00Z"));
  const auto unknown = day_ends_at(day("2026-07-01"), "Mars/Olympus");
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().field == "zone");
}

TEST_CASE("where only the country is known, the last of its midnights ends the day, so that no gag ends early") {
  CHECK(day_ends_in(day("2026-01-10"), "US") == at("2026-01-11T10:00:00Z"));
  CHECK(day_ends_in(day("2026-01-10"), "DE") == at("2026-01-10T23:00:00Z"));
  CHECK(day_ends_in(day("2026-01-10"), "EU") == at("2026-01-11T00:00:00Z"));
}

TEST_CASE("the zones of a country are those of its own land") {
  const auto zones = zones_of("ES");
  CHECK(std::ranges::find(zones, "Europe/Madrid") != zones.end());
  CHECK(std::ranges::find(zones, "Atlantic/Canary") != zones.end());
  CHECK(std::ranges::find(zones, "Europe/Paris") == zones.end());
  CHECK(zones_of("EU").empty());
}
