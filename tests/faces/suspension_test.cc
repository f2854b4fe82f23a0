// Officers and authorities that may not send for the time being.
#include "app/suspensions.h"
#include "portal.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

namespace {

struct Suspended {
  Office& office = Office::get();
  people::Person person = *office.deployment->people.find_by_email(demo::small_officer_email);
  Officer officer{office};
  Browser administrator{office};

  Suspended() { CHECK(administrator.sign_in(demo::first_administrator_email).status == 303); }
  ~Suspended() {
    app::Suspensions suspensions(*office.deployment);
    CHECK(suspensions.lift(person));
    CHECK(suspensions.lift_authority(person.country, person.agency));
  }
  /// What the officer reads on sending, signed in anew.
  http::Response sends() {
    CHECK(officer.sign_in(demo::small_officer_email, "portal").status == 303);
    return officer.send_draft(officer.fill(officer.begin(), {{"user_names", "somebody"}}));
  }
};

}  // namespace

TEST_CASE(
    "an officer who is suspended is signed out, reads why nothing can be sent, and sends again once it is lifted") {
  Suspended one;
  const std::string page = "/desk/people/" + one.person.id;
  CHECK(one.officer.get("/portal/home").status == 200);
  one.administrator.get(page);
  const auto no_reason = one.administrator.post(page + "/suspend", {{"suspended", ""}});
  CHECK(no_reason.status == 422);
  CHECK(says(no_reason, "#suspended"));
  REQUIRE(one.administrator.post(page + "/suspend", {{"suspended", "The mailbox was taken over."}}).status == 303);
  CHECK(one.officer.get("/portal/home").status != 200);  // the session has ended
  const std::size_t cases = one.office.deployment->casework->list({}, 10'000)->size();
  const auto refused = one.sends();
  CHECK(refused.status != 303);
  CHECK(says(refused, "is suspended since"));
  CHECK_FALSE(says(refused, "taken over"));  // the reason is ours
  CHECK(one.office.deployment->casework->list({}, 10'000)->size() == cases);
  CHECK(says(one.administrator.get(page), "The mailbox was taken over."));
  REQUIRE(one.administrator.post(page + "/suspend", {{"lift", "1"}}).status == 303);
  CHECK(one.sends().status == 303);
}

TEST_CASE("an authority that is suspended: none of its officers sends, and no package is handed over to them") {
  Suspended one;
  Office& office = one.office;
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  staff.approve_both(office, at);
  for (const char* step : {"/gather", "/seal"})
    staff.gatherer.post(at + step, with_version(staff.gatherer.get(at + "/gather"), {}));

  authority::Directory directory(office.deployment->db, office.clock, office.random);
  auto entries = directory.of_requester(one.person.country, one.person.agency, "");
  REQUIRE(entries);
  const std::string entry = entries->empty() ? *directory.add({.name = one.person.agency,
                                                               .country = one.person.country,
                                                               .number = directory_number,
                                                               .source = "The ministry's public list",
                                                               .checked = base::day_of(office.clock.now())},
                                                              "system")
                                             : entries->front().id;
  const std::string page = "/desk/authorities/" + entry;
  staff.intake.get(page);
  REQUIRE(staff.intake.post(page + "/suspend", {{"suspended", "Forged orders came from it."}}).status == 303);
  CHECK(one.officer.get("/portal/home").status != 200);
  CHECK(says(one.sends(), "belongs to an authority that is suspended"));
  const auto kept = staff.gatherer.post(at + "/deliver", with_version(staff.gatherer.get(at + "/gather"), {}));
  CHECK(kept.status == 422);
  CHECK(office.deployment->casework->find(ref)->packages.empty());
  REQUIRE(staff.intake.post(page + "/suspend", {{"lift", "1"}}).status == 303);
  CHECK(staff.gatherer.post(at + "/deliver", with_version(staff.gatherer.get(at + "/gather"), {})).status == 303);
}
