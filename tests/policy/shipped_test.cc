#include <doctest/doctest.h>

#include <filesystem>

#include "base/files.h"
#include "policy/policy.h"
#include "policy/profile.h"

using namespace writ;

namespace {

std::string read(const base::Path& path) {
  const base::DiskFiles files;
  const auto text = static_cast<const base::Files&>(files).read(path);
  REQUIRE(text);
  return *text;
}

policy::Policy shipped(const std::string& id) {
  const auto path = base::Path(WRIT_SOURCE_DIR) / "policies" / (id + ".toml");
  auto parsed = policy::Policy::parse(read(path), path.filename().string());
  REQUIRE_MESSAGE(parsed, (parsed ? "" : parsed.error().message()));
  return *parsed;
}

std::vector<std::string> files_of(const char* folder) {
  const base::DiskFiles files;
  return files.list(base::Path(WRIT_SOURCE_DIR) / folder);
}

}  // namespace

TEST_CASE("every policy we ship decides everything once, and its examples pass and fail as it says") {
  const auto names = files_of("policies");
  CHECK(names.size() >= 8);
  for (const std::string& name : names) {
    CAPTURE(name);
    const std::string id = name.substr(0, name.size() - 5);
    const policy::Policy policy = shipped(id);
    CHECK(policy.id() == id);
    const auto findings = policy.lint();
    REQUIRE(findings);
    for (const auto& finding : *findings) FAIL_CHECK(finding.message);
    bool gives = false;
    bool refuses = false;
    for (const policy::Example& example : policy.examples()) {
      const policy::Verdict verdict = policy.decide(example.question);
      CHECK(verdict.rule_id == example.rule_id);
      (verdict.disclose.empty() ? refuses : gives) = true;
    }
    CHECK(gives);
    CHECK(refuses);
  }
}

TEST_CASE(
    "the five tests of Telegram since September 2024: the first that fails is the ground, whatever the later ones "
    "are") {
  const policy::Policy policy = shipped("telegram-2024-09");
  const std::vector<std::pair<std::string, std::string>> tests = {{"judicial_authority", "no_judicial_authority"},
                                                                  {"valid_order", "order_not_valid"},
                                                                  {"suspect_confirmed", "suspect_not_confirmed"},
                                                                  {"violates_terms", "terms_not_violated"},
                                                                  {"legal_analysis_done", "legal_analysis_open"}};
  for (unsigned mask = 0; mask < 32; ++mask) {
    policy::Question question;
    std::string expected = "conditions_met";
    for (std::size_t k = tests.size(); k-- > 0;) {
      const bool holds = (mask >> k) % 2 == 1;
      question.facts[tests[k].first] = holds ? legal::Fact::yes : legal::Fact::no;
      if (!holds) expected = tests[k].second;
    }
    CHECK(policy.decide(question).ground == expected);
  }
}

TEST_CASE("each profile says of every category whether it is held; Session holds nothing and Signal two dates") {
  for (const std::string& name : files_of("profiles")) {
    const auto profile = policy::parse_profile(read(base::Path(WRIT_SOURCE_DIR) / "profiles" / name), name);
    REQUIRE_MESSAGE(profile, (profile ? "" : profile.error().message()));
    CHECK(profile->id + ".toml" == name);
    if (profile->id == "session") CHECK(profile->held().empty());
    if (profile->id == "signal") CHECK(profile->held() == legal::CodeSet{"last_seen", "registration_date"});
    if (profile->id == "onion-service") CHECK_FALSE(profile->categories.at("ip_address").held);
    if (profile->id == "synapse") CHECK(profile->categories.at("ip_address").retention_days == 365);
  }
}

TEST_CASE("what changed at Telegram in September 2024, in words") {
  const auto changes = policy::diff(shipped("telegram-2018"), shipped("telegram-2024-09"));
  REQUIRE(changes);
  const std::string now =
      "now IP address and phone number if the order comes from a judicial authority, the order is valid, the order "
      "confirms that the account belongs to a suspect, the crime violates the terms and the legal analysis is done "
      "(rule give), else refused (no judicial authority, rule not-judicial; order not valid, rule not-valid; suspect "
      "not confirmed, rule not-a-suspect; terms not violated, rule not-against-terms; legal analysis open, rule "
      "no-analysis).";
  CHECK(*changes == std::vector<std::string>{
                        "Terrorism: was IP address and phone number on a court order if the order confirms that the "
                        "account belongs to a suspect (rule give), else refused (instrument not sufficient, rule "
                        "no-court-order; suspect not confirmed, rule not-a-suspect); " +
                            now,
                        "Every offence but terrorism: was refused (offence not covered, rule other-offence); " + now});
  CHECK(policy::diff(shipped("signal"), shipped("signal"))->empty());
}

TEST_CASE("policies with groups of their own are compared by what the groups hold, and no ground stands twice") {
  const auto changes = policy::diff(shipped("signal"), shipped("us-2703"));
  REQUIRE(changes);
  REQUIRE(changes->size() == 4);
  const std::string signal =
      "was last seen and registration date if the order is valid (rule give), else refused (order not valid, rule "
      "not-valid); now ";
  const std::string subscriber =
      "e-mail address, IP address, last seen, phone number, registration date and user name ";
  CHECK((*changes)[0] == "Court order, search warrant and mutual legal assistance: " + signal + "device, " +
                             subscriber +
                             "from the United States if the order is valid (rule warrant-or-order), else refused "
                             "(order not valid, rule not-valid; instrument not sufficient, rule elsewhere).");
  CHECK((*changes)[1] == "Subpoena: " + signal + subscriber +
                             "from the United States if the order is valid (rule subpoena), else refused (order not "
                             "valid, rule not-valid; instrument not sufficient, rule elsewhere).");
  CHECK((*changes)[2] == "UK overseas production order and European Production Order: " + signal +
                             "refused (instrument not sufficient, rules keep-only and elsewhere).");
  CHECK((*changes)[3] ==
        "Emergency disclosure: was refused (instrument not sufficient, rule no-process); now device, " + subscriber +
            "from the United States if the emergency is confirmed (rule emergency), else refused "
            "(legal analysis open, rule no-emergency; instrument not sufficient, rule elsewhere).");
}

TEST_CASE("every fact of the policies we ship has words, so that no sentence shows a name with an underscore") {
  for (const std::string& name : files_of("policies")) {
    CAPTURE(name);
    const policy::Policy policy = shipped(name.substr(0, name.size() - 5));
    for (const policy::Example& example : policy.examples()) {
      const std::string text = policy::explain(policy.decide(example.question));
      CAPTURE(text);
      CHECK(text.find('_') == std::string::npos);
    }
    for (const std::string& other : files_of("policies")) {
      const auto changes = policy::diff(policy, shipped(other.substr(0, other.size() - 5)));
      if (!changes) continue;  // too large to walk
      for (const std::string& sentence : *changes) CHECK(sentence.find('_') == std::string::npos);
    }
  }
}

TEST_CASE("a page asks the policy which facts to establish and which instruments reach a category, not its table") {
  const policy::Policy telegram = shipped("telegram-2024-09");
  const auto facts = telegram.facts();
  REQUIRE(facts.size() == 5);
  CHECK(facts[1].name == "valid_order");
  CHECK(facts[1].holds == "the order is valid");
  CHECK(facts[1].fails == "the order is not valid");
  // No rule of it asks for the instrument: any reaches what some rule gives, none reaches the rest.
  CHECK(telegram.reach_of("phone_number").every);
  CHECK_FALSE(telegram.reach_of("content").given);

  // A group of the file is named by its instruments.
  const auto reach = shipped("eu-e-evidence").reach_of("ip_address");
  CHECK(reach.given);
  CHECK_FALSE(reach.every);
  CHECK(reach.codes == std::vector<std::string>{"production_order"});
}
