// Officers and authorities that are shut out for the time being.
#include "app/suspensions.h"
#include "front.h"
#include "people/invitations.h"
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
  std::string page = "/desk/people/" + person.id;

  Suspended() { CHECK(administrator.sign_in(demo::first_administrator_email).status == 303); }
  ~Suspended() {
    app::Suspensions suspensions(*office.deployment);
    CHECK(suspensions.lift(person));
    CHECK(suspensions.lift_authority(person.country, person.agency));
    Browser clears_failures(office);
    CHECK(clears_failures.sign_in(demo::small_officer_email, "portal").status == 303);
  }
  void suspend() {
    administrator.get(page);
    REQUIRE(administrator.post(page + "/suspend", {{"suspended", "The mailbox was taken over."}}).status == 303);
  }
  void lift() {
    administrator.get(page);
    REQUIRE(administrator.post(page + "/suspend", {{"lift", "1"}}).status == 303);
  }
  std::string token() {
    const auto made =
        office.deployment->people.issue_token(person.id, office.clock.now() + std::chrono::hours(24 * 30));
    REQUIRE(made);
    return *made;
  }
};

/// A page without what is made anew each time it is shown.
std::string without_keys(std::string page) {
  for (const std::string name : {"name=\"csrf\" value=\"", "data-challenge=\""}) {
    for (auto at = page.find(name); at != page.npos; at = page.find(name, at + 1))
      page.erase(at + name.size(), page.find('"', at + name.size()) - at - name.size());
  }
  return page;
}

http::Response tries(Office& office, const std::string& password) {
  Browser browser(office);
  browser.get("/portal/");
  const std::string email = demo::small_officer_email;
  return browser.post("/portal/sign-in", {{"email", email}, {"password", password}, {"code", office.code(email)}});
}

}  // namespace

TEST_CASE("an officer is suspended for a reason, which stays with us, and lets nobody in until it is lifted") {
  Suspended one;
  CHECK(one.officer.get("/portal/home").status == 200);
  one.administrator.get(one.page);
  const auto no_reason = one.administrator.post(one.page + "/suspend", {{"suspended", ""}});
  CHECK(no_reason.status == 422);
  CHECK(says(no_reason, "#suspended"));
  one.suspend();
  CHECK(says(one.administrator.get(one.page), "The mailbox was taken over."));
  CHECK(one.officer.get("/portal/home").status == 303);  // the session has ended
  CHECK(tries(one.office, one.office.passwords[one.person.email]).status == 403);
  one.lift();
  CHECK(tries(one.office, one.office.passwords[one.person.email]).status == 303);
}

TEST_CASE("somebody who is suspended reads at sign-in exactly what a wrong password reads, and waits as long for it") {
  Office office("shut-out");
  const std::string email = demo::small_officer_email;
  const auto officer = office.deployment->people.find_by_email(email);
  REQUIRE(app::Suspensions(*office.deployment).suspend(*officer, "The mailbox was taken over.", "system"));
  const auto right = tries(office, office.passwords[email]);
  const auto wrong = tries(office, "not the password at all");
  CHECK(right.status == wrong.status);
  CHECK(without_keys(right.body) == without_keys(wrong.body));
  for (int i = 2; i < people::failures_free; ++i) CHECK(tries(office, office.passwords[email]).status == 403);
  CHECK(tries(office, office.passwords[email]).status == 429);
}

TEST_CASE("a certificate and an invitation of somebody who is suspended open nothing, and say what strangers read") {
  Suspended one;
  Front front(one.office);
  const std::string pem = certificate(one.office, "Suspended officer");
  one.officer.headers = {{"writ-front", front_secret}, {"client-cert", escaped(pem)}};
  REQUIRE(one.officer.post("/portal/certificates", {}).status == 303);
  people::Invitations invitations(one.office.deployment->db, one.office.system_clock, one.office.random);
  const std::string link = "/portal/invitation/" + *invitations.make(one.person.id);
  one.suspend();

  const auto shows = [&](const std::string& certificate) {
    Browser browser = front.browser(certificate);
    browser.get("/portal/");
    return browser.post("/portal/certificate", {});
  };
  const auto known = shows(pem);
  CHECK(known.status == 403);
  CHECK(without_keys(known.body) == without_keys(shows(certificate(one.office, "Stranger")).body));
  CHECK(Browser(one.office).get(link).status == 404);
  one.lift();
  CHECK(shows(pem).status == 303);
  CHECK(Browser(one.office).get(link).status == 200);
}

TEST_CASE("tokens of somebody who is suspended are revoked for good, in the words for an unknown one") {
  Suspended one;
  app::Desk desk(*one.office.deployment);
  const std::string token = one.token();
  CHECK(desk.sign_in(token));
  one.suspend();
  CHECK(desk.sign_in(token).error().message() == desk.sign_in("writ_unknown").error().message());
  const std::string later = one.token();  // nothing issues one meanwhile; if something did, it would open nothing
  CHECK(desk.sign_in(later).error().message() == desk.sign_in("writ_unknown").error().message());
  one.lift();
  CHECK_FALSE(desk.sign_in(token));
  CHECK(desk.sign_in(later));
}

TEST_CASE("what staff send for an officer who is suspended is refused with a sentence, without our reason") {
  Suspended one;
  auto sample = demo::read_accounts(one.office.root / "state" / "messenger.db");
  REQUIRE(sample);
  auto request = intake::parse_request(demo::small_request(*sample, one.office.random), one.office.clock.now());
  REQUIRE(request);
  request->officer = one.person.email;
  one.suspend();
  const auto sent =
      app::Desk(*one.office.deployment).submit(person(one.office, demo::intake_email), {*request});
  REQUIRE_FALSE(sent);
  CHECK(sent.error().rule.find("is suspended since") != std::string::npos);
  CHECK(sent.error().message().find("taken over") == std::string::npos);
}

TEST_CASE("an authority that is suspended: none of its officers signs in, no package is fetched or handed over") {
  Suspended one;
  Office& office = one.office;
  const std::string had = delivered(office, one.officer);
  const std::string file = "/portal/requests/" + had + "/package/file";
  CHECK(one.officer.get(file).status == 200);
  const std::string token = one.token();
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
  CHECK(one.officer.get(file).status == 303);
  CHECK(tries(office, office.passwords[one.person.email]).status == 403);
  CHECK_FALSE(app::Desk(*office.deployment).sign_in(token));
  const auto kept = staff.gatherer.post(at + "/deliver", with_version(staff.gatherer.get(at + "/gather"), {}));
  CHECK(kept.status == 422);
  CHECK(office.deployment->casework->find(ref)->packages.empty());
  CHECK(staff.gatherer.get("/desk/cases/" + had).status == 200);  // the desk goes on with what was sent before
  REQUIRE(staff.intake.post(page + "/suspend", {{"lift", "1"}}).status == 303);
  CHECK(staff.gatherer.post(at + "/deliver", with_version(staff.gatherer.get(at + "/gather"), {})).status == 303);
}
