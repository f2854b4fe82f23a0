#include "app/desk_store.h"
#include "app/preserve.h"
#include "portal.h"

using namespace writ;
using namespace writ::faces;

namespace {

using std::chrono::days;

const Fields renewed = {{"renew", "yes"}};

std::string page_of(const std::string& ref) { return "/portal/requests/" + ref + "/preservation"; }

base::Time kept_until(Office& office, const std::string& ref) {
  const auto kept = app::preservation(*office.deployment, ref);
  REQUIRE(kept);
  return kept->expires_at;
}

/// Signed in, with no request of the own.
Browser other_officer(Office& office) {
  const std::string email = "another@us.police.example";
  auto added = office.deployment->people.add({.kind = people::PersonKind::officer,
                                              .name = "TEST another",
                                              .email = email,
                                              .roles = {"requester"},
                                              .agency = "TEST Police",
                                              .country = "US"});
  REQUIRE(added);
  const auto session = office.faces->shared().sessions.start(added->id, "portal", "password");
  REQUIRE(session);
  Browser browser(office);
  browser.cookie = "writ-portal=" + session->cookie;
  browser.csrf = session->session.csrf;
  return browser;
}

}  // namespace

TEST_CASE("an officer sees the own preservations, the first to end first, and extends a letter's by 90 days, once") {
  Office office("extend");
  const std::string letter = office.submit(false, "preservation_letter");
  const std::string order = office.submit(false, "preservation_order");
  office.run_jobs();
  Officer officer(office);
  const auto list = officer.get("/portal/preservations");
  CHECK(list.status == 200);
  CHECK(list.body.find(order) < list.body.find(letter));  // 60 days before 90
  CHECK(says(list, "Extend the preservation of"));
  const base::Time first_end = kept_until(office, letter);
  CHECK(first_end == office.clock.now() + days(90));
  const auto ask = officer.get(page_of(letter));
  CHECK(says(ask, "one extension of 90 days"));
  CHECK(says(officer.get(page_of(order)), "one extension of 30 days"));
  CHECK(officer.post(page_of(letter), renewed).status == 303);
  CHECK(kept_until(office, letter) == first_end + days(90));
  const auto page = officer.get("/portal/requests/" + letter);
  CHECK(says(page, "Preservation extended"));
  CHECK(says(page, "Kept, extended"));
  const auto again = officer.post(page_of(letter), renewed);
  CHECK(again.status == 409);
  CHECK(says(again, "It was extended before; the law allows that once."));
  CHECK(kept_until(office, letter) == first_end + days(90));
  office.clock.advance_to(first_end + days(1));
  office.run_jobs();
  CHECK_FALSE(app::preservation(*office.deployment, letter)->erased);  // the job of the first end let it be
  CHECK(app::preservation(*office.deployment, order)->erased);
}

TEST_CASE("without the confirmation nothing is extended, and the field says why") {
  Office& office = Office::get();
  const std::string ref = office.submit(false, "preservation_letter");
  Officer officer(office);
  officer.get(page_of(ref));
  const base::Time before = kept_until(office, ref);
  const auto refused = officer.post(page_of(ref), {});
  CHECK(refused.status == 422);
  CHECK(says(refused, "Confirm that your authority asks again"));
  CHECK(says(refused, "href=\"#renew\""));
  CHECK(kept_until(office, ref) == before);
}

TEST_CASE("a form that is not ours extends nothing") {
  Office& office = Office::get();
  const std::string ref = office.submit(false, "preservation_letter");
  Officer officer(office);
  const base::Time before = kept_until(office, ref);
  const auto refused = officer.send("POST", page_of(ref), "renew=yes&csrf=0123456789abcdef");
  CHECK(refused.status != 303);
  CHECK(kept_until(office, ref) == before);
}

TEST_CASE("what has ended, was withdrawn or was never preserved is not extended, and the page says why") {
  Office office("ended");
  const std::string gone = office.submit(false, "preservation_order");
  const std::string withdrawn = office.submit(false, "preservation_letter");
  const std::string never = office.submit(false, "court_order");
  Officer officer(office);
  CHECK(officer.post("/portal/requests/" + withdrawn + "/withdraw", {{"withdraw", "not needed"}}).status == 303);
  const auto refused = officer.post(page_of(withdrawn), renewed);
  CHECK(refused.status == 409);
  CHECK(says(refused, "This request is not followed"));
  CHECK(officer.get(page_of(never)).status == 404);
  CHECK(officer.post(page_of(never), renewed).status == 404);
  office.clock.advance_to(office.clock.now() + days(60));
  office.run_jobs();
  const auto too_late = officer.post(page_of(gone), renewed);
  CHECK(too_late.status == 409);
  CHECK(says(too_late, "nothing of it is left"));
  CHECK(app::preservation(*office.deployment, gone)->erased);
}

TEST_CASE("another officer's preservation is not there: neither in the list nor to be extended") {
  Office& office = Office::get();
  const std::string ref = office.submit(false, "preservation_letter");
  const base::Time before = kept_until(office, ref);
  Browser other = other_officer(office);
  const auto list = other.get("/portal/preservations");
  CHECK(list.status == 200);
  CHECK_FALSE(says(list, ref));
  CHECK(other.get(page_of(ref)).status == 404);
  CHECK(other.post(page_of(ref), renewed).status == 404);
  CHECK(kept_until(office, ref) == before);
}

TEST_CASE("two weeks before a preservation ends the start page says so; the desk is told of the extension") {
  Office office("soon");
  const std::string ref = office.submit(false, "preservation_letter");
  Officer officer(office);
  CHECK(says(officer.get("/portal/home"), "Nothing waits for you."));
  office.clock.advance_to(office.clock.now() + days(80));
  const auto home = officer.get("/portal/home");
  CHECK(says(home, "You can extend it once."));
  CHECK(officer.post(page_of(ref), renewed).status == 303);
  CHECK_FALSE(says(officer.get("/portal/home"), "You can extend it once."));
  const auto told =
      app::DeskStore(office.deployment->db, office.clock).messages(person(office, demo::intake_email).id, false);
  REQUIRE(told);
  CHECK(std::ranges::any_of(*told, [&](const auto& one) { return one.ref == ref; }));
}
