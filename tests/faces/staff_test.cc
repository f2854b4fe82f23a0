// Invitations, recovery, finding by identifier, many cases at once.
#include "office.h"
#include "people/invitations.h"

using namespace writ;
using namespace writ::faces;

namespace {

std::string secret_in(const std::string& page, const std::string& face) {
  const auto at = page.find(face + "/invitation/");
  REQUIRE(at != page.npos);
  return page.substr(at + face.size() + 12, 64);
}

/// The key that the invitation's page shows, as an app reads it.
base::Bytes key_in(const std::string& page) {
  const auto at = page.find("secret=");
  REQUIRE(at != page.npos);
  base::Bytes key;
  std::uint32_t bits = 0;
  int count = 0;
  for (auto i = at + 7; page[i] >= '2' && page[i] <= 'Z' && page[i] != '&'; ++i) {
    const auto value = static_cast<std::uint32_t>(page[i] >= 'A' ? page[i] - 'A' : page[i] - '2' + 26);
    bits = (bits << 5) | value;
    count += 5;
    if (count >= 8) key.push_back(static_cast<std::uint8_t>(bits >> (count -= 8)));
    bits &= (1U << count) - 1;
  }
  return key;
}

}  // namespace

TEST_CASE("an administrator invites a colleague, who sets a password and an app with one link, once") {
  Office& office = Office::get();
  Browser administrator(office);
  administrator.sign_in(demo::first_administrator_email);
  CHECK(administrator.post("/desk/people", {{"name", ""}, {"email", "new@writ.example"}, {"role", "intake"}}).status ==
        422);
  const auto invited =
      administrator.post("/desk/people", {{"name", "Nora New"}, {"email", "new@writ.example"}, {"role", "intake"}});
  CHECK(invited.status == 200);
  const std::string path = "/desk/invitation/" + secret_in(invited.body, "desk");

  Browser fresh(office);
  const auto page = fresh.get(path);
  CHECK(says(page, "Welcome, Nora New"));
  const base::Bytes key = key_in(page.body);
  CHECK(key.size() == 20);
  const auto code = [&] { return people::totp_code(key, people::totp_step(office.system_clock.now())); };
  CHECK(fresh.post(path, {{"password", "short"}, {"code", code()}}).status == 422);
  CHECK(fresh.post(path, {{"password", "seven words that are long"}, {"code", "000000"}}).status == 422);
  CHECK(fresh.post(path, {{"password", "seven words that are long"}, {"code", code()}}).status == 303);
  CHECK(fresh.get("/desk/me").status == 200);
  CHECK(Browser(office).get(path).status == 404);
  CHECK(Browser(office).get("/portal/invitation/" + std::string(64, 'a')).status == 404);
}

TEST_CASE("a lost account is recovered by two administrators, and its sessions and old credentials end") {
  Office& office = Office::get();
  const auto person = office.deployment->people.find_by_email(demo::second_publisher_email);
  REQUIRE(person);
  Browser owner(office);
  owner.sign_in(demo::second_publisher_email);
  Browser first(office);
  Browser second(office);
  first.sign_in(demo::first_administrator_email);
  second.sign_in(demo::second_administrator_email);
  const std::string path = "/desk/people/" + person->id;
  CHECK(first.post(path + "/recover", {}).status == 303);
  CHECK(owner.get("/desk/me").status == 200);
  CHECK(first.post(path + "/recover", {}).status == 422);
  const auto invited = second.post(path + "/recover", {});
  CHECK(invited.status == 200);
  CHECK_FALSE(secret_in(invited.body, "desk").empty());
  CHECK(owner.get("/desk/me").status == 303);
  Browser late(office);
  CHECK(late.sign_in(demo::second_publisher_email).status == 403);
}

TEST_CASE("nobody changes the own roles") {
  Office& office = Office::get();
  Browser administrator(office);
  administrator.sign_in(demo::first_administrator_email);
  const auto self = office.deployment->people.find_by_email(demo::first_administrator_email);
  CHECK(administrator.post("/desk/people/" + self->id + "/roles", {{"role", "decider"}}).status == 422);
  const auto other = office.deployment->people.find_by_email("new@writ.example");
  if (other) CHECK(administrator.post("/desk/people/" + other->id + "/roles", {{"role", "requester"}}).status == 422);
}

TEST_CASE("an identifier is found with a reason only, and the look is on file without the identifier") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string identifier = office.deployment->casework->find(ref)->request.selectors.front().value;
  Browser browser(office);
  browser.sign_in(demo::decider_email);
  CHECK(browser.post("/desk/find", {{"identifier", identifier}, {"reason", ""}}).status == 422);
  const auto found =
      browser.post("/desk/find", {{"identifier", identifier}, {"reason", "A second order about the same account."}});
  CHECK(says(found, ref));
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM desk_audit WHERE what = 'found_by_identifier'") == 1);
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM desk_audit WHERE instr(detail, ?) > 0", {identifier}) ==
        0);
  CHECK(says(browser.post("/desk/find", {{"identifier", "nobody-at-all"}, {"reason", "A test."}}),
             "No request names it"));
}

TEST_CASE("many cases are flagged after a page that names them, once, and what cannot be done is named") {
  Office& office = Office::get();
  const std::string first = office.submit();
  const std::string second = office.submit();
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  CHECK(browser.post("/desk/bulk", {{"act", "approve"}, {"ref", first}}).status == 422);
  CHECK(browser.post("/desk/bulk", {{"act", "flag"}}).status == 422);
  const auto started =
      browser.post("/desk/bulk", {{"act", "flag"}, {"ref", first}, {"ref", second}, {"ref", "WR-2099-00001"}});
  REQUIRE(started.status == 303);
  const std::string list = started.headers.at("Location");
  const auto confirm = browser.get(list);
  CHECK(says(confirm, first));
  CHECK(says(confirm, "Nothing has been done yet"));
  CHECK(office.deployment->casework->find(first)->flags.empty());
  CHECK(browser.post(list, {{"argument", ""}}).status == 422);
  CHECK(browser.post(list, {{"argument", "review"}}).status == 303);
  const auto result = browser.get(list);
  CHECK(says(result, "2 done, 1 skipped"));
  CHECK(office.deployment->casework->find(first)->flags == legal::CodeSet{"review"});
  const std::size_t events = office.deployment->casework->find(first)->events.size();
  CHECK(browser.post(list, {{"argument", "again"}}).status == 303);
  CHECK(office.deployment->casework->find(first)->events.size() == events);
  Browser other(office);
  other.sign_in(demo::decider_email);
  CHECK(other.get(list).status == 404);  // a list is its maker's
}

TEST_CASE("all that match is a list frozen at that moment") {
  Office& office = Office::get();
  for (int i = 0; i < 3; ++i) office.submit();
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  const auto started = browser.post(
      "/desk/bulk", {{"act", "assign"}, {"everything", "1"}, {"queue", "verify"}, {"query", "country=US"}});
  REQUIRE(started.status == 303);
  const auto before = office.deployment->db.text("SELECT refs FROM desk_bulk ORDER BY rowid DESC LIMIT 1");
  const std::string late = office.submit();
  CHECK((*before)->find(late) == std::string::npos);
  CHECK(browser.post(started.headers.at("Location"), {{"argument", ""}}).status == 303);
  CHECK(office.deployment->casework->find(late)->owner.empty());
}

TEST_CASE("cases with a preservation or a notice that waits are lists of their own, not all cases") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  for (const char* queue : {"notices", "preservations"}) {
    const auto page = browser.get(std::string("/desk/inbox/") + queue);
    CHECK(page.status == 200);
    CHECK_FALSE(says(page, ref));
  }
}

TEST_CASE("sessions are listed to their person and ended by that person only") {
  Office& office = Office::get();
  Browser one(office);
  Browser two(office);
  Browser stranger(office);
  one.sign_in(demo::gatherer_email);
  two.sign_in(demo::gatherer_email);
  stranger.sign_in(demo::decider_email);
  const std::string session = Browser::value_of(one.get("/desk/me").body, "session");
  REQUIRE_FALSE(session.empty());
  CHECK(stranger.post("/desk/me/end", {{"session", session}}).status == 404);
  CHECK(one.post("/desk/me/end", {{"session", session}}).status == 303);
}

TEST_CASE("policies are shown with their proof, holdings with their reasons, periods with where they stand") {
  Office& office = Office::get();
  Browser browser(office);
  browser.sign_in(demo::publisher_email);
  CHECK(says(browser.get("/desk/policies"), "every combination is decided by exactly one rule"));
  CHECK(says(browser.get("/desk/holdings"), "not held by design"));
  CHECK(says(browser.get("/desk/close"), "2026-01-01/2026-03-31"));
  CHECK(says(browser.get("/desk/close/2026-01-01_2026-03-31"), "Pending cases"));
  CHECK(browser.get("/desk/close/2020-01-01_2020-03-31").status == 404);
}

TEST_CASE("what is done to many is asked and told in the language of who does it, references left to right") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  browser.headers["accept-language"] = "de";
  const auto list = browser.post("/desk/bulk", {{"act", "flag"}, {"ref", ref}});
  const auto confirm = browser.follow(list);
  CHECK(says(confirm, "Kennzeichen setzen: 1 Vorgang<"));
  CHECK(says(confirm, "Ein kurzes Wort: Prüfung, Presse, Kind"));
  const std::string at = list.headers.at("Location");
  CHECK(says(browser.post(at, {{"argument", ""}}), "Schreiben Sie hier, wonach gefragt ist."));
  const auto result = browser.follow(browser.post(at, {{"argument", "presse"}}));
  CHECK(says(result, "1 erledigt, 0 ausgelassen"));
  CHECK(says(result, ">Rückgängig<"));
  browser.headers["accept-language"] = "ar";
  const auto undone = browser.follow(browser.post(at + "/undo", {}));
  CHECK(says(undone, "dir=\"rtl\""));
  CHECK(says(undone, "جرى التراجع عن: قضية واحدة"));
}

TEST_CASE("an assignment of many is undone: each case goes back to who had it, but one that somebody took since stays") {
  Office& office = Office::get();
  const std::string first = office.submit();
  const std::string second = office.submit();
  const std::string owned = office.submit();
  const auto id_of = [&](const char* email) { return office.deployment->people.find_by_email(email)->id; };
  const auto owner_of = [&](const std::string& ref) { return office.deployment->casework->find(ref)->owner; };
  REQUIRE(office.deployment->casework->assign("system", owned, id_of(demo::gatherer_email)));
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  const auto started =
      browser.post("/desk/bulk", {{"act", "assign"}, {"ref", first}, {"ref", second}, {"ref", owned}});
  const std::string list = started.headers.at("Location");
  browser.get(list);
  const auto result = browser.follow(browser.post(list, {{"argument", id_of(demo::decider_email)}}));
  CHECK(says(result, "3 done, 0 skipped"));
  CHECK(says(result, ">Undo<"));
  CHECK(owner_of(owned) == id_of(demo::decider_email));
  REQUIRE(office.deployment->casework->assign("system", second, id_of(demo::publisher_email)));

  Browser stranger(office);
  stranger.sign_in(demo::decider_email);
  CHECK(stranger.post(list + "/undo", {}).status == 404);  // another person's list
  const auto undone = browser.follow(browser.post(list + "/undo", {}));
  CHECK(says(undone, "Undone: 2 cases"));
  CHECK(says(undone, "somebody has changed it since"));
  CHECK_FALSE(says(undone, ">Undo<"));
  CHECK(owner_of(first).empty());
  CHECK(owner_of(second) == id_of(demo::publisher_email));
  CHECK(owner_of(owned) == id_of(demo::gatherer_email));
  browser.post(list + "/undo", {});  // sent twice
  CHECK(owner_of(owned) == id_of(demo::gatherer_email));
}

TEST_CASE("flags set on many are taken away again, but not from a case that had the flag before") {
  Office& office = Office::get();
  const std::string had = office.submit();
  const std::string got = office.submit();
  REQUIRE(office.deployment->casework->flag("system", had, "press", true));
  Browser browser(office);
  browser.sign_in(demo::intake_email);
  const auto started = browser.post("/desk/bulk", {{"act", "flag"}, {"ref", had}, {"ref", got}});
  const std::string list = started.headers.at("Location");
  browser.get(list);
  browser.post(list, {{"argument", "press"}});
  CHECK(says(browser.follow(browser.post(list + "/undo", {})), "Undone: 1 case<"));
  CHECK(legal::contains(office.deployment->casework->find(had)->flags, "press"));
  CHECK_FALSE(legal::contains(office.deployment->casework->find(got)->flags, "press"));
}
