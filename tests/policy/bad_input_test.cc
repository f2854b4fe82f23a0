#include <doctest/doctest.h>

#include "policy/policy.h"
#include "policy/profile.h"

using namespace writ;

namespace {

constexpr std::string_view head =
    "schema = \"writ-policy/v1\"\nid = \"x\"\ntitle = \"X\"\neffective = 2024-01-01\nsource = \"s\"\n";
constexpr std::string_view fields = "[fields]\ninstrument = \"@instrument\"\nvalid = \"bool\"\n";

std::string error_of(const std::string& toml) {
  const auto parsed = policy::Policy::parse(toml, "x.toml");
  return parsed ? "no error" : parsed.error().message();
}

std::string with(std::string_view text) { return std::string(head) + std::string(fields) + std::string(text); }

}  // namespace

TEST_CASE("each fault of a policy file is named by file, line, field, value and rule") {
  const std::string ground = "ground = \"order_not_valid\"\n";
  const std::vector<std::pair<std::string, std::string>> faults = {
      {"schema = ", "x.toml:1: not TOML"},
      {"[\nfields]", "x.toml:1: not TOML"},    // an assertion of toml++ 3.3.0
      {"a = 1 \u00e9", "x.toml:1: not TOML"},  // undefined behaviour in toml++ 3.3.0
      {"schema = \"writ-policy/v2\"", "x.toml:1: schema: \"writ-policy/v2\": must be writ-policy/v1"},
      {"id = \"x\"", "x.toml:1: schema: is required"},
      {std::string(head), "x.toml:1: fields: is required and must be a table"},
      {"schema = \"writ-policy/v1\"\nid = \"X\"", "x.toml:2: id: \"X\": must be a code"},
      {"schema = \"writ-policy/v1\"\nid = \"x\"\ntitle = 3",
       "x.toml:3: title: \"3\": must be a text in quotation marks"},
      {"schema = \"writ-policy/v1\"\nid = \"x\"\ntitle = \"X\"\neffective = \"2024-01-01\"",
       "x.toml:4: effective: \"2024-01-01\": must be a day"},
      {std::string(head) + std::string(fields), "x.toml:1: rule: a policy has at least one [[rule]]"},
      {std::string(head) + "[fields]\ncolour = \"@colour\"\n",
       "x.toml:7: fields.colour: \"@colour\": must be \"bool\""},
      {std::string(head) + "[fields]\noffence = \"bool\"\n",
       "x.toml:7: fields.offence: \"bool\": this field has a vocabulary"},
      {std::string(head) + "[fields]\ncountry = { eu = [\"DE\", \"XX\"] }\n",
       "x.toml:7: fields.country.eu: \"XX\": is not a code of the vocabulary @country"},
      {std::string(head) + "[fields]\ncountry = { eu = \"DE\" }\n", "is in no group"},
      {std::string(head) + "[fields]\ncountry = { a = \"DE\", b = [\"DE\"], rest = \"*\" }\n",
       "fields.country.b: \"DE\": is in two groups"},
      {std::string(head) + "[fields]\ncountry = { a = \"*\", b = \"*\" }\n", "only one group can be the rest"},
      {with("[words]\nvalid = { yes = \"it is valid\" }\n"), "x.toml:10: words.valid.no: is required"},
      {with("[words]\nvalid = { yes = \"yes: it is\", no = \"no\" }\n"),
       "x.toml:10: words.valid.yes: \"yes: it is\": is a part of a sentence"},
      {with("[words]\nvalid = { yes = \"a\", no = \"b\", may = \"c\" }\n"),
       "x.toml:10: words.valid.may: \"c\": no such key is known here"},
      {with("[words]\ninstrument = { mlat = \"a treaty\" }\n"),
       "words.instrument: \"a table\": must be a table of a fact's yes and no, or of a grouped field's groups"},
      {with("[words]\ncolour = \"red\"\n"), "x.toml:10: words.colour: \"red\": is not one of the [fields]"},
      {"words = 3\n" + with(""), "words: \"3\": must be a table"},
      {std::string(head) + "[fields]\ncountry = { us = \"US\", far = \"*\" }\n[words]\ncountry = { eu = \"Europe\" }\n",
       "x.toml:9: words.country.eu: \"Europe\": is not a group of this field"},
      {with("[[rule]]\n" + ground), "x.toml:9: rule 1.id: is required"},
      {with("[[rule]]\nid = \"a\"\n"), "x.toml:9: rule \"a\".ground: is required"},
      {with("[[rule]]\nid = \"a\"\nground = \"because\"\n"),
       "x.toml:11: rule \"a\".ground: \"because\": is neither a ground of the vocabulary nor one of [grounds]"},
      {with("[[rule]]\nid = \"a\"\nground = \"conditions_met\"\n"),
       "rule \"a\".ground: \"conditions_met\": a rule that discloses"},
      {with("[[rule]]\nid = \"a\"\ndisclose = [\"content\"]\nground = \"conditions_met\"\n"),
       "x.toml:11: rule \"a\".disclose: \"content\": is not a data category"},
      {with("[[rule]]\nid = \"a\"\n" + ground + "[[rule]]\nid = \"a\"\n" + ground),
       "x.toml:12: rule: \"a\": this id is taken by the rule of line 9"},
      {with("[[rule]]\nid = \"a\"\nwhen = { instrument = \"letter\" }\n" + ground),
       "x.toml:11: rule \"a\".when.instrument: \"letter\": is not a code of the vocabulary @instrument"},
      {with("[[rule]]\nid = \"a\"\nwhen = { instrument = [] }\n" + ground), "must name at least one value"},
      {with("[[rule]]\nid = \"a\"\nwhen = { instrument = [\"mlat\", \"mlat\"] }\n" + ground), "\"mlat\": stands twice"},
      {with("[[rule]]\nid = \"a\"\nwhen = { instrument = { no = \"mlat\" } }\n" + ground),
       "\"no\": a condition is a value"},
      {with("[[rule]]\nid = \"a\"\nwhen = { instrument = { not = { not = \"mlat\" } } }\n" + ground),
       "cannot be nested"},
      {with("[[rule]]\nid = \"a\"\nwhen = { valid = \"true\" }\n" + ground),
       "rule \"a\".when.valid: \"true\": is a fact: must be true or false"},
      {with("[[rule]]\nid = \"a\"\nwhen = { offence = \"fraud\" }\n" + ground),
       "rule \"a\".when.offence: \"fraud\": is not one of the [fields]"},
      {with("[[rule]]\nid = \"a\"\nwhen = 3\n" + ground), "rule \"a\".when: \"3\": must be a table of conditions"},
      {with("[[rule]]\nid = \"a\"\norder = 1\n" + ground),
       "x.toml:11: rule \"a\".order: \"1\": no such key is known here"},
      {with("[[rule]]\nid = \"a\"\n" + ground + "[[example]]\ntitle = \"t\"\nrule = \"b\"\nrequest = {}\n"),
       "example 1.rule: \"b\": is not the id of a rule"},
      {with("[[rule]]\nid = \"a\"\n" + ground + "[[example]]\ntitle = \"t\"\nrule = \"a\"\nrequest = { valid = 1 }\n"),
       "example 1.request.valid: \"1\": is a fact"},
      {"colour = 1\n" + with("[[rule]]\nid = \"a\"\n" + ground), "x.toml:1: colour: \"1\": no such key is known here"},
      {std::string(300'000, '#'), "is at most 262144 bytes long"},
  };
  for (const auto& [toml, expected] : faults) {
    CAPTURE(toml.substr(0, 400));
    CAPTURE(expected);
    const std::string message = error_of(toml);
    CAPTURE(message);
    CHECK(message.contains(expected));
  }
  CHECK(error_of(with("[[rule]]\nid = \"a\"\n" + ground)) == "no error");
}

TEST_CASE("a policy of too many combinations names the field to coarsen") {
  std::string toml(head);
  toml += "[fields]\ncountry = \"@country\"\ninstrument = \"@instrument\"\n";
  for (int i = 0; i < 14; ++i) toml += "f" + std::to_string(i) + " = \"bool\"\n";
  toml += "[[rule]]\nid = \"a\"\nground = \"order_not_valid\"\n";
  const auto policy = policy::Policy::parse(toml, "x.toml");
  REQUIRE(policy);
  const auto findings = policy->lint();
  REQUIRE_FALSE(findings);
  CHECK(findings.error().message().contains("x.toml: fields.country"));
  CHECK(findings.error().message().contains("at most 2^24; coarsen this field into groups"));
}

TEST_CASE("each fault of a profile is named as well") {
  const std::string top = "schema = \"writ-profile/v1\"\nid = \"p\"\ntitle = \"P\"\nsource = \"s\"\n";
  const auto error = [](const std::string& toml) {
    const auto parsed = policy::parse_profile(toml, "p.toml");
    return parsed ? std::string("no error") : parsed.error().message();
  };
  CHECK(error(top).contains("p.toml:1: holdings: is required"));
  CHECK(error(top + "[holdings.content]\nheld = true\n")
            .contains("p.toml:5: holdings: \"content\": is not a data category"));
  CHECK(error(top + "[holdings.email]\nheld = \"no\"\n")
            .contains("p.toml:6: holdings.email.held: \"no\": must be true or false"));
  const std::string email = top + "[holdings.email]\nheld = true\nreason = \"r\"\nsource = \"s\"\n";
  CHECK(error(email).contains("holdings.email.from_system: is required for what is held"));
  CHECK(error(email + "from_system = \"t\"\nretention_days = 0\n")
            .contains("holdings.email.retention_days: \"0\": must be a whole number"));
  CHECK(error(email + "from_system = \"t\"\noff_since = \"May\"\n").contains("holdings.email.off_since: \"May\": must be a date"));
  CHECK(error(top + "[holdings.email]\nheld = false\nreason = \"r\"\nsource = \"s\"\noff_since = 2026-05-01\n")
            .contains("holdings.email.off_since"));
  CHECK(error(email + "from_system = \"t\"\n").contains("holdings.device: is required: say of every category"));
}
