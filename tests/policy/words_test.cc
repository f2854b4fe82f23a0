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
        "Policy telegram-2018: refused (instrument not sufficient) by rule no-court-order.\n"
        "- The instrument is a subpoena; the rule asks that it is not a court order.\n"
        "- The offence is terrorism, as the rule asks.\n"
        "Nearest other outcome: disclose IP address and phone number (conditions met) by rule give, if the instrument "
        "is a court order and the order confirms that the account belongs to a suspect.\n");
  question.codes["instrument"] = "court_order";
  CHECK(policy::explain(policy.decide(question)) ==
        "Policy telegram-2018: undecided: whether the order confirms that the account belongs to a suspect "
        "(suspect_confirmed) is unknown and matters.\n");
  // What the program reads stays in codes.
  question.codes["instrument"] = "subpoena";
  const policy::Verdict verdict = policy.decide(question);
  CHECK(verdict.ground == "instrument_insufficient");
  REQUIRE(verdict.because.size() == 2);
  CHECK(verdict.because[0].condition == "is not court_order");
}

TEST_CASE("groups are said in the policy's words, without words as what they hold, and a fact by its name") {
  const std::string fields =
      "id = \"g\"\n[fields]\ncountry = { us = \"US\", near = [\"CA\", \"MX\"], far = \"*\" }\njudge = \"bool\"\n";
  const std::string rules = give + "when = { country = [\"us\", \"near\"] }\n" + no +
                            "when = { country = \"far\", judge = true }\n[[rule]]\nid = \"later\"\nground = "
                            "\"human_rights\"\nwhen = { country = \"far\", judge = false }\n";
  policy::Question question;
  question.codes["country"] = "MX";
  CHECK(
      policy::explain(parse(fields + rules).decide(question)) ==
      "Policy g: disclose IP address and phone number (conditions met) by rule give.\n"
      "- The country is Mexico; the rule asks that it is United States, Canada or Mexico.\n"
      "Nearest other outcome: refused (offence not covered) by rule no, if the country is any other country and judge "
      "is true.\n");
  const std::string words =
      "[words]\ncountry = { us = \"the United States\", near = \"a neighbour\" }\njudge = { yes = \"a judge signed\", "
      "no = "
      "\"no judge signed\" }\n";
  const policy::Policy spoken = parse(fields + words + rules);
  CHECK(policy::explain(spoken.decide(question)) ==
        "Policy g: disclose IP address and phone number (conditions met) by rule give.\n"
        "- The country is Mexico (a neighbour); the rule asks that it is the United States or a neighbour.\n"
        "Nearest other outcome: refused (offence not covered) by rule no, if the country is any other country and a "
        "judge signed.\n");
  question.codes["country"] = "DE";
  CHECK(policy::explain(spoken.decide(question)) ==
        "Policy g: undecided: whether a judge signed (judge) is unknown and matters.\n");
  // Words decide nothing.
  CHECK(policy::diff(parse(fields + rules), spoken)->empty());
}

TEST_CASE("a policy's own grounds have words in five languages; what is not whole is refused by name") {
  const std::string fields = "id = \"g\"\n[fields]\nsealed = \"bool\"\n";
  const auto grounds = [](const std::string& code, const std::string& left_out = "") {
    std::string text = "[grounds." + code + "]\n";
    for (const std::string language : {"en", "fr", "de", "zh-Hans", "ar"})
      if (language != left_out) text += language + " = \"Seal missing, " + language + "\"\n";
    return text;
  };
  const std::string rules =
      "[[rule]]\nid = \"give\"\nwhen = { sealed = true }\ndisclose = \"phone_number\"\nground = \"conditions_met\"\n"
      "[[rule]]\nid = \"no\"\nwhen = { sealed = false }\nground = \"seal_missing\"\n";
  const policy::Policy own = parse(fields + grounds("seal_missing") + rules);
  CHECK(own.own_ground("seal_missing", "zh-Hans") == "Seal missing, zh-Hans");
  CHECK(own.own_ground("seal_missing", "xx") == "Seal missing, en");
  CHECK_FALSE(own.own_ground("not_offered", "en"));
  policy::Question question;
  question.facts["sealed"] = legal::Fact::no;
  CHECK(policy::explain(own.decide(question)).starts_with("Policy g: refused (Seal missing, en) by rule no.\n"));
  const auto fault = [&](const std::string& rest) {
    const auto parsed = policy::Policy::parse(std::string(head) + fields + rest, "x.toml");
    return parsed ? std::string("taken") : parsed.error().message();
  };
  CHECK(fault(rules).contains("is neither a ground of the vocabulary nor one of [grounds]"));
  CHECK(fault(grounds("seal_missing", "ar") + rules).contains("grounds.seal_missing.ar"));
  CHECK(fault(grounds("not_offered") + rules).contains("is a ground of the vocabulary already"));
  CHECK(fault(grounds("seal_missing") + grounds("other_one") + rules).contains("grounds.other_one"));
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
      "now IP address and phone number on a court order (rule give), else refused (instrument not sufficient, rule "
      "paper).";
  CHECK(
      policy::diff(before, after).value() ==
      std::vector<std::string>{"Terrorism: was IP address and phone number if judge is true (rule give), else refused "
                               "(no judicial authority, rule judge); " +
                                   now,
                               "Every offence but terrorism: was refused (offence not covered, rule no); " + now});
  CHECK(policy::diff(before, before)->empty());
  const policy::Policy renamed = parse("id = \"c\"\n[[rule]]\nid = \"x\"\nground = \"human_rights\"\n[fields]\n");
  const policy::Policy same = parse("id = \"d\"\n[[rule]]\nid = \"y\"\nground = \"human_rights\"\n[fields]\n");
  CHECK(policy::diff(renamed, same)->empty());
  const auto broken = policy::diff(parse(small + give + "when = { judge = true }\n"), before);
  REQUIRE_FALSE(broken);
  CHECK(broken.error().message().contains("only tables that decide everything once can be compared; gap: "));
}
