#include "provider/sql_times.h"

#include <doctest/doctest.h>

using namespace writ;
using namespace writ::provider::sql;

namespace {

const base::Time now = *base::parse_time("2024-06-30T12:00:00Z");

TimeColumn column(TimeUnit unit, const std::string& zone = "UTC") {
  auto made = TimeColumn::make(unit, zone);
  REQUIRE(made);
  return *made;
}
std::string read(const TimeColumn& times, std::optional<std::string_view> cell) {
  const auto time = times.read("store", "at", cell, now);
  if (!time) return time.error().rule.substr(0, 5);
  return *time ? base::format_time(**time) : "none";
}

}  // namespace

TEST_CASE("counts of seconds, milliseconds and microseconds are told apart by what a time can be") {
  CHECK(read(column(TimeUnit::seconds), "1709251200") == "2024-03-01T00:00:00Z");
  CHECK(read(column(TimeUnit::milliseconds), "1709251200999") == "2024-03-01T00:00:00Z");
  CHECK(read(column(TimeUnit::microseconds), "1709251200999999") == "2024-03-01T00:00:00Z");
  for (const char* wrong : {"1709251200999", "1709251", "-1", "x", "1709251200x", "99999999999999999999"})
    CHECK_MESSAGE(read(column(TimeUnit::seconds), wrong) == "unit:", wrong);
  CHECK(read(column(TimeUnit::milliseconds), "1709251200") == "unit:");
  CHECK(read(column(TimeUnit::timestamp), "1709251200") == "unit:");
}

TEST_CASE("NULL, nothing, 0 and the zero date are 'not held'") {
  for (const auto cell :
       {std::optional<std::string_view>(), std::optional<std::string_view>(""), std::optional<std::string_view>("0")})
    CHECK(read(column(TimeUnit::seconds), cell) == "none");
  CHECK(read(column(TimeUnit::timestamp), "0000-00-00 00:00:00") == "none");
}

TEST_CASE("a timestamp is read with its own zone, the column's, or as UTC") {
  const auto utc = column(TimeUnit::timestamp);
  const auto berlin = column(TimeUnit::timestamp, "Europe/Berlin");
  CHECK(read(utc, "2024-03-01 00:00:00") == "2024-03-01T00:00:00Z");
  CHECK(read(utc, "2024-03-01T00:00:00.123456Z") == "2024-03-01T00:00:00Z");
  CHECK(read(utc, "2024-03-01 02:00:00+02") == "2024-03-01T00:00:00Z");
  CHECK(read(utc, "2024-03-01 05:30:00.5+0530") == "2024-03-01T00:00:00Z");
  CHECK(read(utc, "2024-02-29 19:00:00-05:00") == "2024-03-01T00:00:00Z");
  CHECK(read(berlin, "2024-03-01 01:00:00") == "2024-03-01T00:00:00Z");
  CHECK(read(berlin, "2024-06-01 02:00:00") == "2024-06-01T00:00:00Z");
  CHECK(read(berlin, "2024-03-01 00:00:00+00") == "unit:");  // its bounds would be sent in Berlin's time
  for (const char* wrong : {"2024-02-30 00:00:00", "2024-03-01", "2024-03-01 24:00:00", "2024-03-01 00:00:00 Berlin",
                            "2024-03-01 00:00:00+1", "1999-12-31 23:59:59", "2024-07-02 00:00:00"})
    CHECK_MESSAGE(read(utc, wrong) == "unit:", wrong);
}

TEST_CASE("where times are compared as text, one that is spelled otherwise is an error and not missed") {
  const auto text = TimeColumn::make(TimeUnit::timestamp, "UTC", true);
  REQUIRE(text);
  CHECK(read(*text, "2024-03-01 00:00:00") == "2024-03-01T00:00:00Z");
  CHECK(read(*text, "2024-03-01 00:00:00.5") == "2024-03-01T00:00:00Z");
  for (const char* wrong : {"2024-03-01T00:00:00", "2024-03-01T00:00:00Z", "2024-03-01 00:00:00+09:00", "20240301000000"})
    CHECK_MESSAGE(read(*text, wrong) == "unit:", wrong);
}

TEST_CASE("the hour that clocks show twice is taken the second time, and known") {
  const auto berlin = column(TimeUnit::timestamp, "Europe/Berlin");
  CHECK(read(berlin, "2023-10-29 02:30:00") == "2023-10-29T01:30:00Z");
  CHECK(berlin.repeated_hour(*base::parse_time("2023-10-29T01:30:00Z")));
  CHECK_FALSE(berlin.repeated_hour(*base::parse_time("2023-10-29T02:30:00Z")));
  CHECK_FALSE(berlin.repeated_hour(*base::parse_time("2023-10-28T01:30:00Z")));
  CHECK_FALSE(column(TimeUnit::timestamp).repeated_hour(*base::parse_time("2023-10-29T01:30:00Z")));
}

TEST_CASE("bounds are sent in the column's own unit, wider where clocks change") {
  const base::Time time = *base::parse_time("2024-03-01T00:00:00Z");
  CHECK(std::get<std::int64_t>(column(TimeUnit::milliseconds).lower(time)) == 1'709'251'200'000);
  CHECK(std::get<std::string>(column(TimeUnit::timestamp).upper(time)) == "2024-03-01 00:00:00");
  const auto berlin = column(TimeUnit::timestamp, "Europe/Berlin");
  CHECK(std::get<std::string>(berlin.lower(time)) == "2024-02-29 23:00:00");
  CHECK(std::get<std::string>(berlin.upper(time)) == "2024-03-01 03:00:00");
}

TEST_CASE("a zone is one of the IANA list, and a count has none") {
  CHECK(TimeColumn::make(TimeUnit::timestamp, "Europe/Berlyn").error().field == "zone");
  CHECK(TimeColumn::make(TimeUnit::timestamp, "").error().field == "zone");
  CHECK(TimeColumn::make(TimeUnit::seconds, "Europe/Berlin").error().field == "zone");
}
