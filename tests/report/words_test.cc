#include "report/words.h"

#include <doctest/doctest.h>

#include "report/output.h"
#include "report/rule_words.h"

using namespace writ;
using namespace writ::report;

namespace {
base::Period period(const char* text) { return *base::parse_period(text); }
}  // namespace

TEST_CASE("a period is named by its months where it is made of whole ones") {
  CHECK(period_in_words(period("2024-01-01/2024-09-30")) == "January to September 2024");
  CHECK(period_in_words(period("2024-01-01/2024-12-31")) == "2024");
  CHECK(period_in_words(period("2024-02-01/2024-02-29")) == "February 2024");
  CHECK(period_in_words(period("2024-10-01/2025-03-31")) == "October 2024 to March 2025");
  CHECK(period_in_words(period("2024-10-02/2024-12-31")) == "2 October 2024 to 31 December 2024");
  CHECK(length_in_words(period("2024-10-01/2024-12-31")) == "three months");
  CHECK(during(period("2024-01-01/2024-09-30")) == "From January to September 2024");
  CHECK(during(period("2024-01-01/2024-12-31")) == "In 2024");
  CHECK(length_in_words(period("2024-10-02/2024-12-31")) == "91 days");
}

TEST_CASE("the finding of unequal periods says their length, that of equal ones their names") {
  const Measured nine{period("2024-01-01/2024-09-30"), 14, 108};
  const Measured three{period("2024-10-01/2024-12-31"), 886, 2145};
  const Measured next{period("2025-01-01/2025-03-31"), 576, 1664};
  CHECK(finding("US", {nine, three}) ==
        "Fulfilled requests from the United States: 14 in nine months, then 886 in three.");
  CHECK(finding("FR", {three, next}) ==
        "Fulfilled requests from France: 886 in October to December 2024, then 576 in January to March 2025.");
  CHECK(finding("all", {nine}) == "14 requests fulfilled in January to September 2024.");
  CHECK(finding("all", {}) == "No period has closed yet.");
  CHECK(per_thirty_days(14, nine.period) == "1.5");
  CHECK(per_thirty_days(886, three.period) == "288.9");
}

TEST_CASE("a change is said against the period before, without a judgement") {
  CHECK(change_in_words(14, 886, period("2024-01-01/2024-09-30")) == "up from 14 in the nine months before");
  CHECK(change_in_words(2253, 5, period("2024-01-01/2024-12-31")) == "down from 2,253 in the twelve months before");
  CHECK(change_in_words(5, 5, period("2024-01-01/2024-03-31")) == "as many as in the three months before");
}

TEST_CASE("addresses between pages are relative and never leave the site") {
  CHECK(Here("index.html").to("countries/usa/index.html") == "countries/usa/index.html");
  CHECK(Here("countries/usa/index.html").to("index.html") == "../../index.html");
  CHECK(Here("countries/usa/index.html").to("countries/fra/index.html") == "../fra/index.html");
  CHECK(Here("countries/usa/index.html").to("countries/usa.csv") == "../usa.csv");
  CHECK(Here("countries/index.html").to("style.css") == "../style.css");
  CHECK(Here("404.html", true).to("style.css") == "/style.css");
}

TEST_CASE("a CSV field is quoted where RFC 4180 asks for it and never runs as a formula") {
  CHECK(csv_row({"a", "b,c", "say \"x\"", "two\nlines"}) == "a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\"\n");
  CHECK(csv_field("=1+1") == "'=1+1");
  CHECK(csv_field("@x") == "'@x");
  CHECK(csv_field("--") == "--");
  CHECK(csv_field("") == "");
}

namespace {

policy::Policy old_rules() {
  return *policy::Policy::parse(R"(schema = "writ-policy/v1"
id = "old"
title = "Old"
effective = 2018-08-28
source = "test"
[fields]
offence = "@offence"
valid_order = "bool"
[words]
valid_order = { yes = "the order is valid", no = "the order is not valid" }
[[rule]]
id = "give"
when = { offence = "terrorism", valid_order = true }
disclose = ["ip_address"]
ground = "conditions_met"
[[rule]]
id = "not-valid"
when = { offence = "terrorism", valid_order = false }
ground = "order_not_valid"
[[rule]]
id = "other"
when = { offence = { not = "terrorism" } }
ground = "offence_not_covered"
)",
                                "old.toml");
}

policy::Policy new_rules() {
  return *policy::Policy::parse(R"(schema = "writ-policy/v1"
id = "new"
title = "New"
effective = 2024-09-24
source = "test"
[fields]
valid_order = "bool"
[words]
valid_order = { yes = "the order is valid", no = "the order is stale" }
[[rule]]
id = "give"
when = { valid_order = true }
disclose = ["ip_address"]
ground = "conditions_met"
[[rule]]
id = "not-valid"
when = { valid_order = false }
ground = "order_not_valid"
)",
                                "new.toml");
}

ChangeInWords change(Detail detail, page::Language language) {
  const auto changes = policy::differences(old_rules(), new_rules());
  REQUIRE(changes);
  REQUIRE(changes->size() == 1);
  return change_in_words(changes->front(), old_rules(), new_rules(), detail, page::Locale::of(language));
}

}  // namespace

TEST_CASE("a change of policy is shown as what it was and what it is now") {
  const ChangeInWords whole = change(Detail::whole, page::Language::en);
  CHECK(whole.subject.str() == "Every offence but terrorism");
  CHECK(whole.was.str() == "refused (offence not covered, rule other).");
  const ChangeInWords outcome = change(Detail::outcome, page::Language::en);
  CHECK(outcome.was.str() == "refused.");
  CHECK(outcome.now.str() == "IP address if the order is valid, else refused.");
}

TEST_CASE(
    "in another language a change of policy is made of its values, with the texts that come with Writ translated") {
  const ChangeInWords german = change(Detail::whole, page::Language::de);
  CHECK(german.subject.str() == "Straftatengruppe: alle außer Terrorismus");
  CHECK(german.was.str() == "abgelehnt (Straftat nicht erfasst: Regel other)");
  CHECK(german.now.str() ==
        "IP-Adresse, wenn: die Anordnung ist gültig (Regel give); sonst abgelehnt (Anordnung ungültig: Regel "
        "not-valid)");
  CHECK(change(Detail::outcome, page::Language::de).now.str() ==
        "IP-Adresse, wenn: die Anordnung ist gültig; sonst abgelehnt");
}

TEST_CASE("a text of somebody else's policy is not taken for one that it resembles: it stays, marked as English") {
  const page::Locale& french = page::Locale::of(page::Language::fr);
  CHECK(of_policy("the order is valid", french).str() == "l\u2019ordre est valide");
  CHECK(of_policy("the order is valid!", french).str() == "<span lang=\"en\" dir=\"ltr\">the order is valid!</span>");
  CHECK(of_policy("the order is stale", french).str() == "<span lang=\"en\" dir=\"ltr\">the order is stale</span>");
  CHECK(of_policy("A judge's order that has expired", french).str() == "L\u2019ordre d\u2019un juge qui a expiré");
}
