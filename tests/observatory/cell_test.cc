#include "observatory/cell.h"

#include <doctest/doctest.h>

#include "observatory/country_names.h"

namespace {
using namespace writ::observatory;

std::string rule_of(std::string_view text) {
  const auto figure = parse_count(text);
  return figure ? "" : figure.error();
}
}  // namespace

TEST_CASE("Zero, not reported, a band and an open band are four different figures") {
  CHECK(parse_count("0").value() == exactly(0));
  CHECK(parse_count("").value() == Figure{});
  CHECK(parse_count("-").value() == Figure{});
  CHECK(parse_count("11,000 - 12,000").value() == Figure{Status::banded, 11000, 12000});
  CHECK(parse_count("3–499").value() == Figure{Status::banded, 3, 499});
  CHECK(parse_count("500+").value() == Figure{Status::banded, 500, std::nullopt});
}

TEST_CASE("A count is whole, not negative, and separators stand before every three digits") {
  CHECK(parse_count(" 1,234,567 ").value() == exactly(1234567));
  CHECK(parse_count("1200").value() == exactly(1200));
  CHECK(rule_of("-5") == "a count is not negative");
  CHECK(rule_of("1.5") == "a count is a whole number");
  CHECK(rule_of("1,20") == "separators stand before every three digits, or nowhere");
  CHECK(rule_of("12,345,6") == "separators stand before every three digits, or nowhere");
  CHECK(rule_of(",123") == "separators stand before every three digits, or nowhere");
  CHECK(rule_of("1e3") == "is not a count");
  CHECK(rule_of("9999999999999999999999") == "a count is at most 1000000000000");
  CHECK(rule_of("500 - 100") == "a band goes from the smaller number to the larger");
  CHECK(rule_of("+") == "is not a count");
}

TEST_CASE("A percentage is whole and at most 100") {
  CHECK(parse_percent("83%").value() == exactly(83));
  CHECK(parse_percent("83").value() == exactly(83));
  CHECK(parse_percent("").value() == Figure{});
  CHECK(!parse_percent("101%"));
  CHECK(!parse_percent("83.5%"));
  CHECK(!parse_percent("-1"));
}

TEST_CASE("A band of national-security process has one of the four widths and starts at a multiple of it") {
  CHECK(uneven_band({Status::banded, 500, 999}).empty());
  CHECK(uneven_band({Status::banded, 0, 249}).empty());
  CHECK(!uneven_band({Status::banded, 3, 499}).empty());
  CHECK(!uneven_band({Status::banded, 250, 749}).empty());
  CHECK(uneven_band(exactly(7)).empty());
}

TEST_CASE("Countries are known by the names that the platforms use, and nothing else is one") {
  for (const auto& [name, code] :
       {std::pair("Côte d’Ivoire", "CI"), std::pair("Ivory Coast", "CI"), std::pair("The Bahamas", "BS"),
        std::pair("Bosnia & Herzegovina", "BA"), std::pair("China mainland", "CN"), std::pair("Isle Of Man", "IM"),
        std::pair("Türkiye", "TR"), std::pair("Macedonia", "MK"), std::pair("United States of America", "US"),
        std::pair("Kosovo", "XK")}) {
    CAPTURE(name);
    const auto* country = country_by_name(name);
    REQUIRE(country != nullptr);
    CHECK(country->alpha2 == code);
  }
  for (const char* name : {"", "United Nations", "Netherlands Antilles", "Crimea", "N/A", "Unknown"})
    CHECK(country_by_name(name) == nullptr);
}
