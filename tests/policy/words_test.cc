#include <doctest/doctest.h>

#include "base/files.h"
#include "policy/policy.h"

using namespace writ;

namespace {

constexpr std::string_view head =
    "schema = \"writ-policy/v1\"\ntitle = \"X\"\neffective = 2024-01-01\nsource = \"s\"\n";

policy::Policy parse(const std::string& rest) {
  auto parsed = policy::Policy::parse(std::string(head) + rest, "x.toml");
  REQUIRE_MESSAGE(parsed, (parsed ? "" : parsed.error().message()));
  return *parsed;
}

std::string read(const std::string& file) {
  const base::DiskFiles files;
  return static_cast<const base::Files&>(files).read(base::Path(WRIT_SOURCE_DIR) / file).value();
}

policy::Policy shipped(const std::string& id) { return *policy::Policy::parse(read("policies/" + id + ".toml"), id); }

std::vector<std::string> messages(const policy::Policy& policy) {
  std::vector<std::string> all;
  for (const auto& finding : policy.lint().value()) all.push_back(finding.message);
  return all;
}

const std::string small =
    "id = \"a\"\n[fields]\noffence = { terror = \"terrorism\", fraud = \"fraud\", rest = \"*\" }\njudge = \"bool\"\n";
const std::string give =
    "[[rule]]\nid = \"give\"\ndisclose = [\"phone_number\", \"ip_address\"]\nground = \"conditions_met\"\n";
const std::string no = "[[rule]]\nid = \"no\"\nground = \"offence_not_covered\"\n";

}  // namespace

TEST_CASE("lint names a gap, an overlap, a dead rule and a wrong example, each with a request that shows it") {
  CHECK(messages(parse(small + give + "when = { offence = \"terror\" }\n" + no + "when = { offence = \"rest\" }\n")) ==
        std::vector<std::string>{
            "gap: no rule decides the 2 combinations where offence is fraud; for example judge=false, offence=fraud"});
  CHECK(messages(
            parse(small + give + "when = { judge = true }\n" + no + "when = { offence = { not = \"terror\" } }\n")) ==
        std::vector<std::string>{"gap: no rule decides the 1 combination where offence is terror and judge is false; "
                                 "for example judge=false, offence=terror",
                                 "overlap: rules give (line 9) and no (line 14) both match 2 combinations; for example "
                                 "judge=true, offence=fraud"});
  CHECK(messages(parse(small + give + no + "when = { offence = { not = [\"terror\", \"fraud\", \"rest\"] } }\n")) ==
        std::vector<std::string>{"dead rule: no (line 13) matches no request"});
  const std::string example = "[[example]]\ntitle = \"t\"\nrule = \"no\"\nrequest = { judge = true }\n";
  CHECK(messages(parse(small + give + "when = { judge = true }\n" + no + "when = { judge = false }\n" + example)) ==
        std::vector<std::string>{
            "wrong example: \"t\" says rule no, but rule give decides it; the request is judge=true"});
}

TEST_CASE("explain gives the rule, the facts that decided, and the nearest other outcome") {
  const policy::Policy policy = shipped("telegram-2018");
  policy::Question question;
  question.codes = {{"instrument", "subpoena"}, {"offence", "terrorism"}};
  CHECK(policy::explain(policy.decide(question)) ==
        "Policy telegram-2018: refused (instrument_insufficient) by rule no-court-order.\n"
        "- instrument is subpoena; the rule asks that it is not court_order.\n"
        "- offence is terrorism; the rule asks that it is terrorism.\n"
        "Nearest other outcome: disclose IP address and phone number (conditions_met) by rule give, if instrument is "
        "court_order "
        "and suspect_confirmed is true.\n");
  question.codes["instrument"] = "court_order";
  CHECK(policy::explain(policy.decide(question)) ==
        "Policy telegram-2018: undecided: suspect_confirmed is unknown and matters.\n");
}

TEST_CASE("a fact that cannot change the outcome does not hold a decision up") {
  policy::Question question;
  question.codes = {{"instrument", "court_order"}, {"offence", "fraud"}};
  CHECK(shipped("telegram-2018").decide(question).rule_id == "other-offence");
  question.codes["offence"] = "no such offence";
  CHECK(shipped("telegram-2018").decide(question).missing == std::vector<std::string>{"offence", "suspect_confirmed"});
  policy::Question nothing;
  CHECK(shipped("telegram-2024-09").decide(nothing).missing ==
        std::vector<std::string>{"judicial_authority", "valid_order", "suspect_confirmed", "violates_terms",
                                 "legal_analysis_done"});
}

TEST_CASE("an emergency is read from the request itself") {
  const policy::Policy policy = parse("id = \"e\"\n[fields]\nemergency = \"bool\"\n" + give +
                                      "when = { emergency = true }\n" + no + "when = { emergency = false }\n");
  legal::Request request;
  request.emergency = true;
  CHECK(policy.decide(policy::question_of(request, {})).rule_id == "give");
  request.emergency = false;
  CHECK(policy.decide(policy::question_of(request, {})).rule_id == "no");
}

TEST_CASE("diff says what changes for whom, with rule ids, grouped") {
  const policy::Policy before = parse(small + give + "when = { offence = \"terror\", judge = true }\n" + no +
                                      "when = { offence = { not = \"terror\" } }\n[[rule]]\nid = \"judge\"\nground = "
                                      "\"no_judicial_authority\"\nwhen = { offence = \"terror\", judge = false }\n");
  const policy::Policy after =
      parse("id = \"b\"\n[fields]\ninstrument = \"@instrument\"\n" + give +
            "when = { instrument = \"court_order\" }\n[[rule]]\nid = \"paper\"\nground = "
            "\"instrument_insufficient\"\nwhen = { instrument = { not = \"court_order\" } }\n");
  const std::string now =
      "now IP address and phone number on a court order (rule give), else refused (instrument_insufficient, rule "
      "paper).";
  CHECK(policy::diff(before, after).value() ==
        std::vector<std::string>{"Terror: was IP address and phone number if judge (rule give), else refused "
                                 "(no_judicial_authority, rule judge); " +
                                     now,
                                 "Every offence but terror: was refused (offence_not_covered, rule no); " + now});
  CHECK(policy::diff(before, before)->empty());
  const policy::Policy renamed = parse("id = \"c\"\n[[rule]]\nid = \"x\"\nground = \"human_rights\"\n[fields]\n");
  const policy::Policy same = parse("id = \"d\"\n[[rule]]\nid = \"y\"\nground = \"human_rights\"\n[fields]\n");
  CHECK(policy::diff(renamed, same)->empty());
  const auto broken = policy::diff(parse(small + give + "when = { judge = true }\n"), before);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message().contains("only tables that decide everything once can be compared; gap: "));
}
