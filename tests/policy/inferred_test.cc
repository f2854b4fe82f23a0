#include "policy/inferred.h"

#include <doctest/doctest.h>

#include "base/files.h"

using namespace writ;
using namespace writ::policy;

namespace {

Policy shipped(const std::string& id) {
  const base::DiskFiles disk;
  const base::Files& files = disk;
  const std::string path = std::string(WRIT_SOURCE_DIR) + "/policies/" + id + ".toml";
  const auto text = files.read(path);
  REQUIRE(text);
  auto policy = Policy::parse(*text, path);
  REQUIRE(policy);
  return *std::move(policy);
}

Question question(const char* instrument, const char* offence) {
  Question asked;
  asked.codes = {{"instrument", instrument}, {"offence", offence}, {"emergency", "0"}};
  return asked;
}

}  // namespace

TEST_CASE("Who was given data under five tests had passed all five") {
  const legal::Facts facts = implied_facts(shipped("telegram-2024-09"), question("court_order", "fraud"), true, "");
  CHECK(facts.size() == 5);
  for (const auto& [name, fact] : facts) CHECK_MESSAGE(fact == legal::Fact::yes, name);
}

TEST_CASE("Who failed the second test had passed the first; of the third nothing is known") {
  const legal::Facts facts =
      implied_facts(shipped("telegram-2024-09"), question("court_order", "fraud"), false, "order_not_valid");
  CHECK(facts.at("judicial_authority") == legal::Fact::yes);
  CHECK(facts.at("valid_order") == legal::Fact::no);
  CHECK_FALSE(facts.contains("suspect_confirmed"));
}

TEST_CASE("A refusal because of the offence says nothing of any fact") {
  CHECK(
      implied_facts(shipped("telegram-2018"), question("court_order", "fraud"), false, "offence_not_covered").empty());
}

TEST_CASE("A decision that no rule can have made implies nothing") {
  CHECK(implied_facts(shipped("telegram-2018"), question("court_order", "fraud"), true, "").empty());
  CHECK(implied_facts(shipped("telegram-2018"), question("court_order", "terrorism"), false, "not_held").empty());
}
