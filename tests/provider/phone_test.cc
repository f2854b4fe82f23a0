#include "provider/phone.h"

#include <doctest/doctest.h>

using namespace writ::provider;

TEST_CASE("a number is found in every spelling in which it was typed, with and without plus") {
  for (const char* stored : {"+4930901820", "4930901820", "+49 30 901820", "49 30 901820", "004930901820",
                             "+49 (0)30 90-18-20", "+49.30/901820", "+49 030 901820"}) {
    CHECK_MESSAGE(spells_phone(stored, "+4930901820"), stored);
  }
}

TEST_CASE("another number, a national number and a text with letters do not match") {
  for (const char* stored :
       {"+49309018201", "+493090182", "030901820", "30901820", "", "+", "a4930901820", "4930901820 ext 4"}) {
    CHECK_FALSE_MESSAGE(spells_phone(stored, "+4930901820"), stored);
  }
}

TEST_CASE("a stored number becomes E.164 if it is possible, and need not be valid") {
  CHECK(e164_of_stored("+49 30 901820") == "+4930901820");
  CHECK(e164_of_stored("4930901820") == "+4930901820");
  CHECK(e164_of_stored("12025550123") == "+12025550123");
  CHECK(e164_of_stored("+1 999 999 9999") == "+19999999999");  // not valid in the metadata, and accepted
  CHECK_FALSE(e164_of_stored("030 901820"));
  CHECK_FALSE(e164_of_stored("+49"));
  CHECK_FALSE(e164_of_stored("hello"));
}

TEST_CASE("only the one spelling of E.164 is E.164") {
  CHECK(is_e164("+4930901820"));
  CHECK_FALSE(is_e164("4930901820"));
  CHECK_FALSE(is_e164("+49 30 901820"));
  CHECK_FALSE(is_e164("030901820"));
}

TEST_CASE("a number with two trunk zeros, which the library reads as another number each time, is not guessed at") {
  CHECK_FALSE(e164_of_stored("+49 0091820031820"));
  CHECK(e164_of_stored("+49 091820031820") == "+4991820031820");
}

TEST_CASE("a number has a country, a national part and the trunk prefix of its country") {
  const auto berlin = split_e164("+4930901820");
  REQUIRE(berlin);
  CHECK(berlin->country == "49");
  CHECK(berlin->national == "30901820");
  CHECK(berlin->trunk == "0");
  CHECK(split_e164("+78001234567")->trunk == "8");
  CHECK(split_e164("+390612345678")->national == "0612345678");  // an Italian zero belongs to the number
  CHECK_FALSE(split_e164("030901820"));
}
