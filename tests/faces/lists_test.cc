// The desk's lists beside the queues: kept views, reviews, emergencies, preservations, the log.
#include <nlohmann/json.hpp>

#include "casework/review.h"
#include "office.h"

using namespace writ;
using namespace writ::faces;

namespace {

Browser staff(Office& office, const char* email) {
  Browser browser(office);
  CHECK(browser.sign_in(email).status == 303);
  return browser;
}

}  // namespace

TEST_CASE("a filter can be kept under a name, stands beside the queues, and is only its owner's") {
  Office& office = Office::get();
  Browser intake = staff(office, demo::intake_email);
  intake.get("/desk/inbox/all?country=us&state=received");
  const auto kept = intake.post(
      "/desk/views",
      {{"queue", "all"}, {"country", "us"}, {"state", "received"}, {"elsewhere", "x"}, {"name", "Mine & new"}});
  CHECK(kept.status == 303);
  CHECK(says(intake.get("/desk/inbox/verify"), "/desk/inbox/all?country=us&amp;state=received\">Mine &amp; new<"));
  CHECK_FALSE(says(staff(office, demo::decider_email).get("/desk/inbox/verify"), "Mine &amp; new"));
  CHECK(intake.post("/desk/views", {{"queue", "nowhere"}, {"name", "x"}}).status == 404);
  CHECK(intake.post("/desk/views/remove", {{"name", "Mine & new"}}).status == 303);
  CHECK_FALSE(says(intake.get("/desk/inbox/verify"), "Mine &amp; new"));
}

TEST_CASE("a filter by state shows cases of that state alone") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  Browser intake = staff(office, demo::intake_email);
  CHECK(says(intake.get("/desk/inbox/all?state=received&reference=" + ref), ">" + ref + "<"));
  CHECK_FALSE(says(intake.get("/desk/inbox/all?state=refused&reference=" + ref), ">" + ref + "<"));
}

TEST_CASE("reviews that officers asked for, and all emergencies, are lists of their own") {
  Office& office = Office::get();
  const std::string urgent = office.submit(true);
  const std::string asked = office.submit();
  const std::string officer = office.deployment->people.find_by_email(demo::small_officer_email)->id;
  REQUIRE(office.deployment->casework->flag(officer, asked, casework::review_flag, true));
  Browser intake = staff(office, demo::intake_email);
  const auto reviews = intake.get("/desk/inbox/reviews");
  CHECK(says(reviews, ">" + asked + "<"));
  CHECK_FALSE(says(reviews, ">" + urgent + "<"));
  const auto emergencies = intake.get("/desk/inbox/emergencies?reference=" + urgent);
  CHECK(says(emergencies, ">" + urgent + "<"));
  CHECK_FALSE(says(intake.get("/desk/inbox/emergencies?reference=" + asked), ">" + asked + "<"));
}

TEST_CASE("the desk says how the public log stands") {
  Office& office = Office::get();
  Browser intake = staff(office, demo::intake_email);
  const auto before = intake.get("/desk/log");
  CHECK(before.status == 200);
  CHECK(says(before, "No witness has raised one"));
  REQUIRE(app::put_alarm_on_file(office.deployment->db, office.clock.now(),
                                 {"north", "it saw another root at this size: a fork"}));
  const auto after = intake.get("/desk/log");
  CHECK(says(after, "north: it saw another root"));
  CHECK(says(after, "another history than ours"));
}

TEST_CASE("preservations are listed alike whether they found anything, and extended once") {
  Office& office = Office::get();
  Browser intake = staff(office, demo::intake_email);
  CHECK(says(intake.get("/desk/preservations"), "Preservations"));
  CHECK(intake.post("/desk/preservations/WR-2026-99999/extend", {}).status == 404);
  CHECK(staff(office, demo::decider_email).post("/desk/preservations/WR-2026-99999/extend", {}).status == 404);
}

TEST_CASE("an identifier that no source can be asked does not pass for preserved") {
  Office& office = Office::get();
  auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  REQUIRE(sample);
  std::erase_if(*sample, [](const demo::SampleAccount& one) { return one.phone.empty() || one.deactivated; });
  const auto letter = [&] {
    nlohmann::json request = nlohmann::json::parse(demo::small_request(*sample, office.random));
    request["instrument"] = "preservation_letter";
    return request;
  };
  office.submit_json(letter().dump());
  nlohmann::json request = letter();
  request["selectors"] =
      nlohmann::json::array({{{"kind", "ip_address"},
                              {"value", "100.64.0.9"},
                              {"from", base::format_time(office.clock.now() - std::chrono::hours(2))},
                              {"to", base::format_time(office.clock.now() - std::chrono::hours(1))}}});
  const std::string shared = office.submit_json(request.dump());
  office.run_jobs();
  const std::string page = staff(office, demo::intake_email).get("/desk/preservations").body;
  const auto row = page.substr(page.find(shared));
  CHECK(row.substr(0, row.find("</tr>")).find("1 identifier cannot be asked here: not kept") != std::string::npos);
  CHECK(row.substr(0, row.find("</tr>")).find("carried out") == std::string::npos);
  CHECK(page.find("cannot be asked here") == page.rfind("cannot be asked here"));  // the other is kept
}

TEST_CASE("25: a European Production Order has ten days or eight hours, and no way to tell its user from here") {
  Office& office = Office::get();
  const std::string order = office.submit(false, "production_order");
  const std::string urgent = office.submit(true, "production_order");
  const auto due = [&](const std::string& ref) {
    const auto file = office.deployment->casework->find(ref);
    return file->due_at - file->received_at;
  };
  CHECK(due(order) == std::chrono::days(10));   // Regulation (EU) 2023/1543 Art. 10(2)
  CHECK(due(urgent) == std::chrono::hours(8));  // Art. 10(4)
  Browser intake = staff(office, demo::intake_email);
  for (const std::string& ref : {order, urgent}) {
    const auto page = intake.get("/desk/cases/" + ref + "/notice");
    CHECK(says(page, "The authority informs the user; we must not"));
    const auto below = page.body.substr(page.body.find("<h1"));
    CHECK_FALSE(below.substr(0, below.find("</main>")).contains("<form"));
    CHECK(intake.post("/desk/cases/" + ref + "/notice", {}).status == 404);
  }
}
