// The close of a period by its pages, and what is found wrong after it is published.
#include <nlohmann/json.hpp>

#include "app/publish.h"
#include "app/release.h"
#include "office.h"

using namespace writ;
using namespace writ::faces;

namespace {

const std::string address = "/desk/close/2026-01-01_2026-03-31";
const base::Period first_period = *base::parse_period("2026-01-01/2026-03-31");

/// A request in which the sender names no offence.
std::string submit_unclassified(Office& office) {
  auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  REQUIRE(sample);
  std::erase_if(*sample, [](const demo::SampleAccount& one) { return one.phone.empty() || one.deactivated; });
  auto json = nlohmann::json::parse(demo::small_request(*sample, office.random));
  json["offence"] = "not_stated";
  auto request = intake::parse_request(json.dump(), office.clock.now());
  REQUIRE(request);
  const auto officer = office.deployment->people.find_by_email(demo::small_officer_email);
  const auto accepted = app::Desk(*office.deployment).submit(*officer, {*request});
  REQUIRE(accepted);
  return accepted->front().ref;
}

void run_to(Office& office, const char* time) {
  const base::Time until = *base::parse_time(time);
  REQUIRE(app::run_until(*office.deployment, until, [&](base::Time at) {
    if (at > office.clock.now()) office.clock.advance_to(at);
  }));
  office.clock.advance_to(until);
}

void settle(Office& office, const std::string& ref) {
  const auto intake = office.deployment->people.find_by_email(demo::intake_email);
  REQUIRE(app::Desk(*office.deployment)
              .verify(*intake, ref, {.facts = {{"suspect_confirmed", legal::Fact::no}}, .recodes = {}}));
}

std::string decide_refusal(Office& office, const std::string& ref) {
  app::Desk desk(*office.deployment);
  const auto decider = office.deployment->people.find_by_email(demo::decider_email);
  const auto approver = office.deployment->people.find_by_email(demo::first_approver_email);
  REQUIRE(desk.draft(*decider, ref, std::nullopt));
  REQUIRE(desk.approve(*approver, ref));
  return ref;
}

}  // namespace

TEST_CASE(
    "a report waits for a clean case list, the verifier and two publishers, and stays when a coding turns out wrong") {
  Office& office = Office::get();
  app::Deployment& deployment = *office.deployment;
  deployment.settings.publishers = 2;
  const std::string gap = submit_unclassified(office);
  const std::string refused = office.submit();
  settle(office, refused);
  decide_refusal(office, refused);
  run_to(office, "2026-05-02T09:00:00Z");
  Browser one(office), two(office), intake(office);
  REQUIRE(one.sign_in(demo::publisher_email).status == 303);
  REQUIRE(two.sign_in(demo::second_publisher_email).status == 303);
  REQUIRE(intake.sign_in(demo::intake_email).status == 303);

  // Nothing is claimed of a report that is not there.
  CHECK_FALSE(says(one.get("/desk/close/2026-04-01_2026-06-30"), "No row is held"));
  CHECK(says(one.get(address), "No row is held"));
  // The report is made and its entry is in the log; nobody let it out.
  REQUIRE(deployment.files.exists(app::staged_folder(deployment, first_period)));
  CHECK_FALSE(deployment.files.exists(deployment.layout.bundles() / base::period_name(first_period)));
  auto page = one.get(address);
  CHECK(page.status == 200);
  CHECK(says(page, "/desk/cases/" + gap + "/verify"));
  CHECK(says(page, "1 case is unclassified"));
  CHECK_FALSE(says(page, "Release the report"));
  CHECK(one.post(address + "/release", {}).status == 422);

  // Verified or not, an unclassified case stops it; settled, the verifier must speak.
  CHECK(says(one.post(address, {}), "It said verified"));
  CHECK_FALSE(says(one.get(address), "Release the report"));
  settle(office, gap);
  page = one.get(address);
  CHECK(says(page, "Release the report"));

  // The verifier says no: publishing is not offered, and the failure is on the page.
  const base::Path openings = app::staged_folder(deployment, first_period) / "openings.jsonl";
  const std::string whole = file_text(openings);
  REQUIRE(deployment.files.write_durable(openings, whole.substr(whole.find('\n') + 1)));
  page = one.post(address, {});
  CHECK(says(page, "does not say verified"));
  CHECK(says(page, "openings.jsonl"));
  CHECK(says(page, "href=\"#verdict\""));
  CHECK_FALSE(says(page, "Release the report"));
  CHECK(one.post(address + "/release", {}).status == 422);
  REQUIRE(deployment.files.write_durable(openings, whole));
  CHECK(says(one.post(address, {}), "It said verified"));

  // The draft pages, for the desk only.
  CHECK(one.post(address + "/preview", {}).status == 303);
  const auto draft = one.get(address + "/preview/reports/2026-01-01_2026-03-31/index.html");
  CHECK(draft.status == 200);
  CHECK(says(draft, "Not published: for the desk only"));
  CHECK(one.get(address + "/preview/style.css").content_type.starts_with("text/css"));
  CHECK(one.get(address + "/preview/../../writ.toml").status == 404);
  CHECK(intake.get(address + "/preview/index.html").status == 404);
  CHECK(says(one.get(address), "This is the first report"));

  // Two different people, at a time.
  CHECK(one.post(address + "/release", {{"at", "soon"}}).status == 422);
  CHECK(one.post(address + "/release", {{"at", "2026-05-03 08:00"}}).status == 303);
  CHECK(says(one.get(address), "The second is another publisher"));
  const auto again = one.post(address + "/release", {});
  CHECK(again.status == 422);
  CHECK(says(again, "the second is another person"));
  run_to(office, "2026-05-02T20:00:00Z");
  CHECK(two.post(address + "/release", {}).status == 303);
  run_to(office, "2026-05-03T07:59:00Z");
  CHECK_FALSE(deployment.files.exists(deployment.layout.bundles() / base::period_name(first_period)));
  run_to(office, "2026-05-03T08:01:00Z");
  REQUIRE(deployment.files.exists(deployment.layout.bundles() / base::period_name(first_period)));
  CHECK(says(one.get(address), "its bundle stays as it is"));

  // Later a coding is found wrong.
  const base::Path bundle = deployment.layout.bundles() / base::period_name(first_period);
  std::map<std::string, std::string> before;
  for (const std::string& name : deployment.files.list(bundle)) before[name] = file_text(bundle / name);
  const std::string at = "/desk/cases/" + refused;
  page = intake.get(at + "/history");
  CHECK(says(page, "The offence group is coded wrongly"));
  const std::string version = Browser::value_of(page.body, "version");
  CHECK(intake.post(at + "/recode", {{"version", version}, {"offence", "fraud"}, {"why", ""}}).status == 422);
  CHECK(intake.post(at + "/recode", {{"version", version}, {"offence", "fraud"}, {"why", "Page 2 names fraud."}})
            .status == 303);
  CHECK(says(intake.get(at + "/history"), "Page 2 names fraud."));
  run_to(office, "2026-08-02T09:00:00Z");
  const std::string next = "/desk/close/2026-04-01_2026-06-30";
  CHECK(says(one.post(next, {}), "It said verified"));
  page = one.get(next);
  CHECK(says(page, "listed as restated"));
  CHECK(one.post(next + "/release", {}).status == 303);
  CHECK(two.post(next + "/release", {}).status == 303);
  run_to(office, "2026-08-02T10:00:00Z");
  deployment.settings.publishers = 0;
  const base::Path second = deployment.layout.bundles() / "2026-04-01_2026-06-30";
  REQUIRE(deployment.files.exists(second));
  const auto report = nlohmann::json::parse(file_text(second / "report.json"));
  REQUIRE(report.at("restated").size() == 1);
  CHECK(report.at("restated")[0].at("value") == "fraud");
  for (const auto& [name, content] : before) {
    CAPTURE(name);
    CHECK(file_text(bundle / name) == content);
  }
  // Both pages link, and both feeds have an entry of the correction.
  const base::Path site = deployment.layout.site();
  CHECK(file_text(site / "reports" / "2026-01-01_2026-03-31" / "index.html").find("2026-04-01_2026-06-30") !=
        std::string::npos);
  CHECK(file_text(site / "reports" / "2026-04-01_2026-06-30" / "index.html").find("2026-01-01_2026-03-31") !=
        std::string::npos);
  CHECK(file_text(site / "feed.atom").find("<title>Correction: ") != std::string::npos);
  const auto feed = nlohmann::json::parse(file_text(site / "feed.json"));
  bool told = false;
  for (const auto& item : feed.at("items"))
    told = told || item.at("title").get<std::string>().starts_with("Correction: ");
  CHECK(told);
  CHECK(app::verify_published(deployment)->verified);
}
