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

TEST_CASE("a change of policy is shown as what it was and what it is now, and any other sentence whole") {
  const ChangeInWords change = change_in_words(
      "Fraud: was refused (offence not covered, rule other); now IP address if the order is valid (rule give), else "
      "refused (x).");
  CHECK(change.subject == "Fraud");
  CHECK(change.was == "refused (offence not covered, rule other).");
  CHECK(without_brackets(change.was) == "refused.");
  CHECK(without_brackets(change.now) == "IP address if the order is valid, else refused.");
  CHECK(change_in_words("Both end on the same day.").subject == "Both end on the same day.");
}
