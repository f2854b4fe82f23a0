#include "app/schedule.h"

#include <doctest/doctest.h>

using namespace writ;

TEST_CASE("after a first period of nine months the calendar quarters follow") {
  const base::Period nine_months = *base::parse_period("2024-01-01/2024-09-30");
  const base::Period quarter = app::next_period(nine_months);
  CHECK(base::format_period(quarter) == "2024-10-01/2024-12-31");
  CHECK(base::format_period(app::next_period(quarter)) == "2025-01-01/2025-03-31");
}

TEST_CASE("a first period that ends inside a quarter is followed by the rest of that quarter") {
  CHECK(base::format_period(app::next_period(*base::parse_period("2026-07-01/2026-08-17"))) == "2026-08-18/2026-09-30");
}

TEST_CASE("a period closes at midnight after its last day and at no other cut") {
  const base::Period first = *base::parse_period("2024-01-01/2024-09-30");
  CHECK(app::period_ending_at(first, *base::parse_time("2024-10-01T00:00:00Z")) == first);
  CHECK_FALSE(app::period_ending_at(first, *base::parse_time("2024-10-02T00:00:00Z")));
  CHECK(app::period_ending_at(first, *base::parse_time("2025-01-01T00:00:00Z"))->days() == 92);
}
