#include "legal/codes.h"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "legal/countries.h"

using namespace writ::legal;

TEST_CASE("a code has one to 64 lower-case letters, digits, dots, dashes and underscores, and begins with a letter or digit") {
  CHECK(is_code("a"));
  CHECK(is_code("8.3_x-y"));
  CHECK(is_code(std::string(64, 'a')));
  for (const std::string& bad : {std::string(""), std::string("-a"), std::string("A"), std::string("a b"), std::string(65, 'a')}) {
    CAPTURE(bad);
    CHECK_FALSE(is_code(bad));
  }
}

TEST_CASE("a set has one spelling: strictly ascending, joined by commas, empty for none") {
  CHECK(parse_set("ip_address,phone_number") == CodeSet{"ip_address", "phone_number"});
  CHECK(parse_set("") == CodeSet{});
  for (const char* bad : {"b,a", "a,a", "a,", ",a", "a, b"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_set(bad));
  }
  CHECK(join_set(make_set({"b", "a", "b"})) == "a,b");
}

TEST_CASE("an integer has no leading zero, no sign and at most 15 digits") {
  CHECK(parse_int("0") == 0);
  CHECK(parse_int("999999999999999") == 999999999999999);
  for (const char* bad : {"", "00", "01", "-1", "+1", "1.0", "1000000000000000"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_int(bad));
  }
}

TEST_CASE("the countries are those of docs/vectors/countries.txt, with GR and GB and without EL and UK") {
  std::ifstream file(WRIT_SOURCE_DIR "/docs/vectors/countries.txt");
  std::string line;
  std::size_t lines = 0;
  for (; std::getline(file, line); ++lines) CHECK(find_country(line) != nullptr);
  CHECK(lines == countries().size());
  CHECK(find_country("GB") != nullptr);
  CHECK(find_country("UK") == nullptr);
  CHECK(find_country("EL") == nullptr);
  CHECK(find_country_by_alpha3("USA")->alpha2 == "US");
}
