#include "provider/audit.h"

#include <algorithm>

#include "synapse_file.h"

using namespace writ;
using namespace writ::provider;

namespace {

HoldingsProfile declared() {
  return {.id = "ours",
          .rules = {{.category = "ip_address", .held = true, .retention_days = 28, .why = ""},
                    {.category = "last_seen", .held = true, .retention_days = 28, .why = ""},
                    {.category = "phone_number", .held = true, .retention_days = {}, .why = ""},
                    {.category = "email", .held = false, .retention_days = {}, .why = "Never asked for."},
                    {.category = "device", .held = true, .retention_days = 28, .why = ""},
                    {.category = "registration_date", .held = true, .retention_days = {}, .why = ""},
                    {.category = "user_name", .held = true, .retention_days = {}, .why = ""}}};
}

std::vector<std::unique_ptr<Source>> synapse(const SynapseFile& file) {
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(make_synapse_sqlite_source("synapse", file.path(), {}));
  return sources;
}

std::vector<Finding> wrong(const AuditReport& report) {
  std::vector<Finding> found;
  std::copy_if(report.findings.begin(), report.findings.end(), std::back_inserter(found),
               [](const Finding& one) { return one.wrong; });
  return found;
}

const base::Time now = *base::parse_time("2024-06-01T00:00:00Z");

}  // namespace

TEST_CASE("a server that holds what is declared, for as long as is declared, has nothing wrong") {
  SynapseFile file;
  file.user("@ann:writ.test", "2024-01-01T00:00:00Z");
  file.seen("@ann:writ.test", "203.0.113.1", "2024-05-20T00:00:00Z");
  const auto report = audit_sources(synapse(file), declared(), {}, now);
  CHECK(!report.unread);
  CHECK(!report.uncompared);
  CHECK(wrong(report).empty());
  CHECK(report.surveys.front().second.category == "ip_address");
  CHECK(report.surveys.front().second.rows == 1);
  CHECK(report.surveys.front().second.oldest == base::parse_time("2024-05-20T00:00:00Z"));
}

TEST_CASE("rows past the declared retention are counted, with the oldest and the server's own setting") {
  SynapseFile file;
  file.user("@ann:writ.test", "2024-01-01T00:00:00Z");
  file.seen("@ann:writ.test", "203.0.113.1", "2024-05-20T00:00:00Z");
  file.seen("@ann:writ.test", "203.0.113.2", "2024-02-01T00:00:00Z");
  file.seen("@ann:writ.test", "203.0.113.3", "2024-02-02T00:00:00Z");
  const auto found = wrong(audit_sources(synapse(file), declared(), {}, now));
  REQUIRE(found.size() == 3);
  CHECK(found[0].subject == "ip_address");
  CHECK(found[0].said ==
        "2 of 3 rows are older than the declared 28 days: the oldest is of 2024-02-01T00:00:00Z, 121 days ago.");
  CHECK(found[0].change == "Set user_ips_max_age in homeserver.yaml to 28 days, or declare what is kept.");
}

TEST_CASE("a row that is past its retention since today waits for the server's next pruning") {
  SynapseFile file;
  file.user("@ann:writ.test", "2024-01-01T00:00:00Z");
  file.seen("@ann:writ.test", "203.0.113.1", "2024-05-03T12:00:00Z");
  CHECK(wrong(audit_sources(synapse(file), declared(), {}, now)).empty());
}

TEST_CASE("a category that is held and declared as not held is wrong, with the profile's own words") {
  SynapseFile file;
  file.user("@ann:writ.test", "2024-01-01T00:00:00Z");
  REQUIRE(file.db().run(
      "INSERT INTO user_threepids VALUES('@ann:writ.test', 'email', 'ann@example.org', 0, 1704067200000)"));
  const auto found = wrong(audit_sources(synapse(file), declared(), {}, now));
  REQUIRE(found.size() == 1);
  CHECK(found[0].subject == "email");
  CHECK(found[0].said.find("Never asked for.") != std::string::npos);
  CHECK(found[0].said.find("ann@example.org") == std::string::npos);
}

TEST_CASE("a profile that keeps longer than what was published is wrong") {
  SynapseFile file;
  const auto report =
      audit_sources(synapse(file), declared(),
                    {{"ip_address", 14, "policy"}, {"device", 0, "policy"}, {"last_seen", 28, "policy"}}, now);
  const auto found = wrong(report);
  REQUIRE(found.size() == 2);
  CHECK(found[0].said == "the profile keeps it 28 days, and policy promises 14 days at most.");
  CHECK(found[1].said == "the profile keeps it 28 days, and policy says that it is not held.");
}

TEST_CASE("what is declared and has no place in any source is wrong; a source that cannot be read is said to be so") {
  SynapseFile file;
  auto profile = declared();
  CHECK(wrong(audit_sources({}, profile, {}, now)).size() == 6);  // all that are declared as held
  std::vector<std::unique_ptr<Source>> gone;
  gone.push_back(make_synapse_sqlite_source("synapse", file.path().parent_path() / "other.db", {}));
  const auto report = audit_sources(gone, profile, {}, now);
  CHECK(report.unread);
  CHECK(wrong(report).size() == 1);
}

TEST_CASE("that no source holds a row is said only where every source could be counted") {
  AuditReport report;
  report.surveys = {{"synapse", {.category = "phone_number", .rows = 0}},
                    {"chat", {.category = "phone_number", .rows = {}, .unlooked = "no query"}}};
  const Disclosing policy{.policy = "tg", .gives = {"phone_number"}, .all = {"phone_number"}};
  CHECK(judge_policy(policy, report, declared()).empty());
  report.surveys.pop_back();
  CHECK(judge_policy(policy, report, declared()).size() == 1);
  report.unread = true;
  CHECK(judge_policy(policy, report, declared()).empty());
}

TEST_CASE("a policy that gives what is declared as not held promises what cannot be given") {
  AuditReport report;
  report.surveys = {{"synapse", {.category = "ip_address", .rows = 7}},
                    {"synapse", {.category = "phone_number", .rows = 0}},
                    {"other", {.category = "device", .rows = 2}}};
  const Disclosing policy{.policy = "tg",
                          .gives = {"ip_address", "phone_number", "email"},
                          .all = {"device", "email", "ip_address", "phone_number"}};
  const auto findings = judge_policy(policy, report, declared());
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].subject == "device");
  CHECK_FALSE(findings[0].wrong);
  CHECK(findings[0].said.contains("2 rows are held that no rule"));
  CHECK(findings[1].subject == "email");
  CHECK(findings[1].wrong);
  CHECK(findings[2].subject == "phone_number");
  CHECK_FALSE(findings[2].wrong);
}
