#include <doctest/doctest.h>

#include "others_support.h"

using namespace writ;
using namespace writ::report_test;

namespace {

Sample sample_to_compare() {
  Sample sample = sample_site();
  sample.options.holdings_profile = shipped_file("profiles/telegram.toml");
  for (const char* name : {"signal", "session", "onion-service"}) {
    const std::string file = std::string(name) + ".toml";
    sample.options.models.push_back(*policy::Policy::parse(shipped_file("policies/" + file), file));
    sample.options.holdings.push_back(*policy::parse_profile(shipped_file("profiles/" + file), file));
  }
  return sample;
}

const std::map<std::string, std::string>& site() {
  static const auto all = made(sample_to_compare());
  return all;
}

bool has_line(const std::string& text, const std::string& begin) { return text.find("\n" + begin) != text.npos; }

}  // namespace

TEST_CASE("Each policy is compared with the one before it, the one in force with each model") {
  for (const char* pair : {"old-2018..new-2024", "new-2024..signal", "new-2024..session", "new-2024..onion-service"}) {
    const std::string path = std::string("policy/compare/") + pair;
    CHECK_MESSAGE(site().contains(path + "/index.html"), pair);
    CHECK_MESSAGE(site().contains(path + "/opened.csv"), pair);
    CHECK_MESSAGE(site().contains(path + "/opened.json"), pair);
  }
}

TEST_CASE("What happened to a rule is said in a word before it") {
  const std::string& page = site().at("policy/compare/old-2018..new-2024/index.html");
  CHECK(says(page, "Changed"));  // give
  CHECK(says(page, "Removed"));  // other-offence
  CHECK(says(page, "Every offence but terrorism"));
  CHECK(says(site().at("policy/compare/new-2024..signal/index.html"), "Added"));
  CHECK(page.find("<script>alert") == page.npos);
}

TEST_CASE("Of the opened rows: what a policy asks and no row shows stays undecided, what was gathered is counted") {
  const std::string& csv = site().at("policy/compare/old-2018..new-2024/opened.csv");
  // Six requests are open, one is held. Under the old policy one is given, with three users, five are refused.
  CHECK(has_line(csv, "old-2018,telegram,6,1,5,0,0,0,0,3,3,0,"));
  // Under the new one two are given: of the first only the number, so of its three users at least one; five of the
  // other. One had no data. Of three no row says whether a suspect was confirmed.
  CHECK(has_line(csv, "new-2024,telegram,6,2,0,1,3,0,0,6,8,0,"));
  // Session holds nothing: what was granted meets no data.
  CHECK(has_line(csv, "new-2024,session,6,0,0,3,3,0,0,0,0,0,"));
}

TEST_CASE("Requests whose outcome differs are named by their entries in the log, with both rules") {
  const std::string& page = site().at("policy/compare/old-2018..new-2024/index.html");
  CHECK(says(page, "refused (offence not covered; rule other-offence)"));
  CHECK(says(page, "undecided (unknown: suspect confirmed)"));
  CHECK(says(page, "entry "));
}

TEST_CASE(
    "The made-up requests of a demonstration are replayed with every fact, and published; of a real service they are "
    "not") {
  Sample sample = sample_to_compare();
  sample.options.synthetic_requests =
      R"({"schema":"writ-request/v1","country":"US","instrument":"court_order","offence":"fraud","data_sought":["phone_number"],)"
      R"("emergency":false,"mode":"stored","selectors":[{"kind":"user_name","value":"a.b"}],"agency":"A","officer":"o@a.example",)"
      R"("file_number":"1","nonce":"7a3275d888919a7d47c3028e3756732a9a80f58f3cb64c376d7e426fc0c16db6",)"
      R"("facts":{"suspect_confirmed":true}})"
      "\n";
  const auto with = made(sample);
  const std::string& csv = with.at("policy/compare/old-2018..new-2024/stream.csv");
  CHECK(has_line(csv, "old-2018,telegram,1,0,1,0,0,0,"));
  CHECK(has_line(csv, "new-2024,telegram,1,1,0,0,0,0,1,"));
  CHECK(with.at("policy/compare/requests.jsonl") == sample.options.synthetic_requests);
  CHECK(says(with.at("policy/compare/old-2018..new-2024/index.html"), "Of the made-up requests of this demonstration"));
  CHECK_FALSE(site().contains("policy/compare/requests.jsonl"));
  CHECK_FALSE(
      says(site().at("policy/compare/old-2018..new-2024/index.html"), "made-up requests of this demonstration"));
}

TEST_CASE("A line of the made-up requests that cannot be read is an error, not a smaller table") {
  Sample sample = sample_to_compare();
  sample.options.synthetic_requests = "{}\n";
  const auto files = report::make_site(sample.files, sample.options);
  REQUIRE_FALSE(files);
  CHECK(files.error().field == "requests.jsonl line 1");
}

TEST_CASE("The sources of both policies and of what is held stand on the page") {
  const std::string& page = site().at("policy/compare/new-2024..signal/index.html");
  CHECK(says(page, "https://signal.org/bigbrother/"));
  CHECK(says(page, "Telegram privacy policy"));
}
