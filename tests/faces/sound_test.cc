// An emergency that is heard: switched on by a person, and what the page then asks by itself (design: faces.md 5, 3).
#include <nlohmann/json.hpp>

#include "office.h"

using namespace writ;
using namespace writ::faces;

namespace {

std::string policy_of(const http::Response& page) { return page.headers.at("Content-Security-Policy"); }

std::int64_t arrived(Browser& browser) {
  const auto answer = browser.get("/desk/emergencies/arrived");
  REQUIRE(answer.status == 200);
  return nlohmann::json::parse(answer.body).at("arrived").get<std::int64_t>();
}

}  // namespace

TEST_CASE("the desk is silent, and its pages ask for nothing by themselves, until a person switches the sound on") {
  Office office("sound");
  Browser intake(office);
  intake.sign_in(demo::intake_email);
  const auto silent = intake.get("/desk/inbox/verify");
  CHECK_FALSE(says(silent, "w-sound\""));
  CHECK_FALSE(policy_of(silent).contains("connect-src"));
  CHECK_FALSE(says(intake.get("/desk/me"), "value=\"on\" checked type=\"checkbox\""));

  REQUIRE(intake.post("/desk/me", {{"keys", "alt"}, {"sound", "on"}}).status == 303);
  for (const char* path : {"/desk/inbox/verify", "/desk/me", "/desk/authorities"}) {
    const auto page = intake.get(path);
    CHECK(says(page, "id=\"w-sound\" role=\"status\""));
    CHECK(says(page, "/sound.js"));
    CHECK(policy_of(page) == policy_of(silent) + "; connect-src 'self'");
  }
  CHECK(says(intake.get("/desk/me"), "data-keys=\"alt\""));
  Browser other(office);  // a choice of one person, not of the desk
  other.sign_in(demo::decider_email);
  CHECK_FALSE(says(other.get("/desk/inbox/verify"), "w-sound\""));
  REQUIRE(intake.post("/desk/me", {{"keys", "alt"}}).status == 303);
  CHECK_FALSE(says(intake.get("/desk/inbox/verify"), "w-sound\""));
}

TEST_CASE("what has arrived grows with each emergency and with nothing else") {
  Office office("arrived");
  Browser intake(office);
  intake.sign_in(demo::intake_email);
  const std::int64_t before = arrived(intake);
  office.submit();
  CHECK(arrived(intake) == before);
  office.submit(true);
  CHECK(arrived(intake) == before + 1);
}

TEST_CASE("a page that asks by itself does not keep an unattended session alive") {
  Office office("unattended");
  Browser intake(office);
  intake.sign_in(demo::intake_email);
  for (int minutes = 0; minutes <= 60; minutes += 10) {
    CHECK(intake.get("/desk/emergencies/arrived").status == 200);
    office.system_clock.advance_to(office.system_clock.now() + std::chrono::minutes(10));
  }
  CHECK(intake.get("/desk/emergencies/arrived").status == 303);
}
