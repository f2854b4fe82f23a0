#include "app/desk_store.h"
#include "app/gather.h"
#include "app/packages.h"
#include "crypto/openpgp.h"
#include "portal.h"

using namespace writ;
using namespace writ::faces;

namespace {

std::string new_key(Office& office) {
  const auto key = crypto::pgp_generate({"TEST <us-1@police.example>", office.clock.now() - std::chrono::hours(24),
                                         office.clock.now() + std::chrono::days(365)});
  REQUIRE(key);
  return key->public_key;
}

casework::State state_of(Office& office, const std::string& ref) {
  return office.deployment->casework->find(ref)->state;
}

void pass(Office& office, std::chrono::days days) {
  office.clock.advance_to(office.clock.now() + days);
  office.run_jobs();
}

}  // namespace

TEST_CASE("whoever does not acknowledge a package is written to when it is ready and once more ten days later") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string taken = delivered(office, officer);
  const std::string waiting = delivered(office, officer);
  office.run_jobs();
  CHECK(office.mailed(demo::small_officer_email, {taken, "is ready. Download it until"}));
  CHECK(officer.post("/portal/requests/" + taken + "/acknowledge", {}).status == 303);
  pass(office, app::acknowledge_within);
  CHECK(office.mailed(demo::small_officer_email, {waiting, "nobody has acknowledged it"}));
  CHECK_FALSE(office.mailed(demo::small_officer_email, {taken, "nobody has acknowledged it"}));
}

TEST_CASE("a package's file is erased at its end; page and history say so, and who never took it can have it again") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = delivered(office, officer);
  const std::string at = "/portal/requests/" + ref;
  const auto users = office.deployment->casework->find(ref)->users_affected;
  const base::Path folder = office.root / "packages" / ref;
  CHECK(std::filesystem::exists(folder));
  CHECK(officer.post(at + "/package/again", {}).status == 409);  // it is still to be had
  pass(office, office.deployment->settings.package_kept);
  CHECK_FALSE(std::filesystem::exists(folder));
  CHECK(officer.get(at + "/package/file").status == 410);
  CHECK(says(officer.get(at + "/package"), "Then it was erased here."));
  CHECK(says(officer.get(at), "reached its end and was erased"));
  CHECK(office.mailed(demo::small_officer_email, {ref, "was erased then"}));
  CHECK(officer.post(at + "/package/again", {}).status == 303);
  CHECK(officer.post(at + "/package/again", {}).status == 303);  // the button pressed twice
  CHECK(state_of(office, ref) == casework::State::approved);
  CHECK(says(officer.get(at), "Asked for again"));
  const auto done = app::Desk(*office.deployment).carry_out(person(office, demo::gatherer_email), ref);
  REQUIRE(done);
  CHECK(done->delivered);
  CHECK(officer.get(at + "/package/file").status == 200);
  const auto file = office.deployment->casework->find(ref);
  CHECK(file->packages.size() == 2);
  CHECK(file->users_affected == users);  // nobody is counted twice
}

TEST_CASE("the receipts are offered after sending, on the page of the request and with the package: one archive of all") {
  Office office("receipts");
  Officer officer(office);
  const std::string ref = officer.request({{"user_ids", an_account(office)}});
  const std::string at = "/portal/requests/" + ref;
  const std::string offer = at + "/receipts.zip";
  CHECK(says(officer.get(at + "/sent"), offer));
  CHECK(says(officer.get(at), offer));
  const auto early = officer.get(offer);
  CHECK(early.status == 200);
  CHECK(early.content_type == "application/zip");
  CHECK(says(early, ref + "/promise.opening.json"));
  CHECK_FALSE(says(early, "/receipt.tlog-proof"));
  verify(office, ref);
  decide(office, ref);
  REQUIRE(app::Desk(*office.deployment).carry_out(person(office, demo::gatherer_email), ref)->delivered);
  CHECK(says(officer.get(at + "/package"), offer));
  CHECK(says(officer.get(at + "/package"), "its promise is in this archive now"));
  CHECK(says(officer.get(offer), ref + "/disclosure-1/promise"));
  pass(office, std::chrono::days(1));  // the log is appended to at midnight
  CHECK(says(officer.get(offer), ref + "/receipt.tlog-proof"));
  CHECK(says(officer.get(offer), ref + "/disclosure-1/receipt.tlog-proof"));
  CHECK(says(officer.get(at + "/package"), "that of the disclosure too"));
}

TEST_CASE("a sealed package opens to the receipts of its request, and nothing of them is in its name") {
  Office office("inside");
  Officer officer(office);
  officer.get("/portal/account");
  const auto key = crypto::pgp_generate({"TEST <us-1@police.example>", office.clock.now() - std::chrono::hours(24),
                                         office.clock.now() + std::chrono::days(365)});
  REQUIRE(officer.post("/portal/account/key", {{"public_key", key->public_key}}).status == 303);
  const std::string ref = delivered(office, officer);
  const auto file = office.deployment->casework->find(ref);
  const std::string sealed = file_text(office.root / "packages" / ref / file->packages.back());
  const auto opened = crypto::pgp_decrypt(sealed, key->secret_key);
  REQUIRE(opened);
  CHECK(opened->find(ref + "/data/receipts.zip") != std::string::npos);
  CHECK(opened->find("decision-1/promise.opening.json") != std::string::npos);  // a name in the archive
}

TEST_CASE("an acknowledged package is the authority's: at its end nothing is offered again") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = delivered(office, officer);
  CHECK(officer.post("/portal/requests/" + ref + "/acknowledge", {}).status == 303);
  pass(office, office.deployment->settings.package_kept);
  const auto page = officer.get("/portal/requests/" + ref + "/package");
  CHECK(says(page, "so it is with you"));
  CHECK_FALSE(says(page, "package/again"));
  CHECK(officer.post("/portal/requests/" + ref + "/package/again", {}).status == 409);
}

TEST_CASE("a new key before the package is taken: it is withdrawn, waits to be sealed again, and both are told") {
  Office office("key");  // whose packages are counted
  Officer officer(office);
  const std::string ref = delivered(office, officer);
  const std::string taken = delivered(office, officer);
  CHECK(officer.post("/portal/requests/" + taken + "/acknowledge", {}).status == 303);
  const auto hash = [&] { return officer.get("/portal/requests/" + ref + "/package/file").headers["ETag"]; };
  const std::string before = hash();
  officer.get("/portal/account");
  const std::string key = new_key(office);
  const auto changed = officer.post("/portal/account/key", {{"public_key", key}});
  CHECK(changed.status == 303);
  CHECK(says(officer.get("/portal/account"), "1 package is sealed again"));
  CHECK(state_of(office, ref) == casework::State::approved);
  CHECK(state_of(office, taken) == casework::State::acknowledged);
  CHECK(officer.get("/portal/requests/" + ref + "/package/file").status == 404);
  CHECK(says(officer.get("/portal/requests/" + ref), "You changed your delivery key"));
  office.run_jobs();
  CHECK(office.mailed(demo::small_officer_email, {ref, "gathered and sealed again"}));
  const auto told =
      app::DeskStore(office.deployment->db, office.clock).messages(person(office, demo::gatherer_email).id, false);
  CHECK(std::ranges::any_of(*told, [&](const auto& one) { return one.ref == ref; }));
  Browser gatherer(office);
  gatherer.sign_in(demo::gatherer_email);
  CHECK(says(gatherer.get("/desk/inbox/seal"), ref));
  CHECK(says(gatherer.get("/desk/cases/" + ref + "/gather"), "handed over before"));
  officer.get("/portal/account");
  CHECK(officer.post("/portal/account/key", {{"public_key", key}}).status == 303);  // the same: nothing happens
  CHECK(std::ranges::count(office.deployment->casework->find(ref)->events, "seal_again", &casework::Event::kind) == 1);
  REQUIRE(app::Desk(*office.deployment).carry_out(person(office, demo::gatherer_email), ref));
  CHECK(hash() != before);
}

TEST_CASE("what was sealed to the old key is not handed over") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string ref = officer.request({{"user_ids", an_account(office)}});
  verify(office, ref);
  decide(office, ref);
  const std::string gatherer = person(office, demo::gatherer_email).id;
  REQUIRE(app::gather(*office.deployment, gatherer, ref));
  REQUIRE(app::seal_gathered(*office.deployment, gatherer, ref));
  officer.get("/portal/account");
  CHECK(officer.post("/portal/account/key", {{"public_key", new_key(office)}}).status == 303);
  CHECK_FALSE(app::hand_over(*office.deployment, gatherer, ref));
  CHECK(says(officer.get("/portal/requests/" + ref), "You changed your delivery key"));
  REQUIRE(app::seal_gathered(*office.deployment, gatherer, ref));  // what was gathered is still there
  CHECK(app::hand_over(*office.deployment, gatherer, ref));
}
