#include "policy/sentences.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

#include "base/files.h"

using namespace writ;
using namespace writ::policy;

namespace {

Policy load(const std::filesystem::path& path) {
  const base::DiskFiles disk;
  const auto text = static_cast<const base::Files&>(disk).read(path);
  REQUIRE(text);
  auto policy = Policy::parse(*text, path.string());
  REQUIRE(policy);
  return *std::move(policy);
}

const std::filesystem::path folder = WRIT_SOURCE_DIR "/policies";

}  // namespace

TEST_CASE("Every fact of the shipped policies has words of its own for yes and for no") {
  std::size_t facts = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    const Policy policy = load(file.path());
    for (const std::string& fact : asked_facts(policy)) {
      const auto yes = fact_sentence(policy, fact, true), no = fact_sentence(policy, fact, false);
      REQUIRE(yes);
      REQUIRE(no);
      CHECK_MESSAGE(yes->find('_') == yes->npos, fact);
      CHECK_MESSAGE(*yes != *no, fact);
      ++facts;
    }
  }
  CHECK(facts >= 10);
}

TEST_CASE("A rule's conditions are sentences in the policy's words, and what may be anything is not said") {
  const auto rules = rule_sentences(load(folder / "telegram-2018.toml"));
  const auto give = std::ranges::find(rules, "give", &RuleSentences::id);
  REQUIRE(give != rules.end());
  CHECK(give->conditions == std::vector<std::string>{"the instrument is a court order", "the offence is terrorism",
                                                     "the order confirms that the account belongs to a suspect"});
  const auto other = std::ranges::find(rules, "other-offence", &RuleSentences::id);
  REQUIRE(other != rules.end());
  CHECK(other->conditions == std::vector<std::string>{"the offence is not terrorism"});
  CHECK(other->disclose.empty());
}

TEST_CASE("A fact that a policy does not ask has no sentence in it") {
  const auto none = fact_sentence(load(folder / "telegram-2018.toml"), "paper_is_blue", true);
  REQUIRE_FALSE(none);
  CHECK(none.error().value == "paper_is_blue");
}
