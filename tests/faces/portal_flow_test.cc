#include "app/documents.h"
#include "app/drafts.h"
#include "portal.h"

using namespace writ;
using namespace writ::faces;

namespace {

std::string some_account(Office& office) {
  const auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  REQUIRE(sample);
  return sample->front().user_id;
}

const people::Person officer_person(Office& office) {
  return *office.deployment->people.find_by_email(demo::small_officer_email);
}

}  // namespace

TEST_CASE("an officer fills in eight tasks, checks, sends, and holds a promise") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.begin();
  const auto list = officer.get(draft);
  CHECK(says(list, "Not started"));
  CHECK(says(list, "Cannot be done yet"));
  officer.fill(draft, {{"user_ids", some_account(office)}});
  CHECK(says(officer.get(draft), "Done by"));
  const auto check = officer.get(draft + "/check");
  CHECK(check.status == 200);
  CHECK(says(check, "court_order"));
  CHECK(says(check, "ip_address,phone_number"));
  const auto sent = officer.send_draft(draft);
  const auto page = officer.follow(sent);
  CHECK(page.status == 200);
  CHECK(says(page, "Your request is recorded as"));
  CHECK(says(page, "Keep the signed promise"));
  const std::string ref = location(sent).substr(17, 13);
  const auto promise = officer.get("/portal/requests/" + ref + "/receipts/request/promise");
  CHECK(promise.status == 200);
  CHECK(says(promise, "small.example/writ/test"));
  // Other tests' cases of this officer may fill the first page.
  bool listed = false;  // other tests' requests may be due first
  for (int n = 1; n < 10; ++n)
    listed = listed || says(officer.get("/portal/home?page=" + std::to_string(n)), ref);
  CHECK(listed);
}

TEST_CASE("before the declaration nothing is sent; sending twice is one request") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.fill(officer.begin(), {{"user_names", "nobody-we-know"}});
  const auto cases = [&] { return office.deployment->db.integer("SELECT count(*) FROM case_state")->value_or(0); };
  const auto before = cases();
  CHECK(officer.post(draft + "/send", {}).status == 422);
  CHECK(cases() == before);
  const auto first = officer.send_draft(draft);
  const auto second = officer.send_draft(draft);
  CHECK(first.status == 303);
  CHECK(location(first) == location(second));
  CHECK(cases() == before + 1);
}

TEST_CASE("what was typed stays when something is wrong with it, and the document stays too") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.begin();
  CHECK(post_files(officer, draft + "/document", {}, {{"document", "order.pdf", pdf}}).status == 303);
  const auto wrong =
      officer.post(draft + "/accounts",
                   {{"phones", "+49 30 901820\nnot a number"}, {"phone_country", "DE"}, {"addresses", "203.0.113.7"}});
  CHECK(wrong.status == 422);
  CHECK(says(wrong, "govuk-error-summary"));
  CHECK(says(wrong, "Line 2: “not a number”"));
  CHECK(says(wrong, "needs a window"));
  CHECK(says(wrong, "+49 30 901820\nnot a number"));
  // Another browser of the same officer sees the same draft.
  Officer elsewhere(office);
  CHECK(says(elsewhere.get(draft + "/accounts"), "not a number"));
  CHECK(says(elsewhere.get(draft + "/document"), base::to_hex(crypto::sha256(pdf)).substr(0, 8)));
}

TEST_CASE("an address needs a window in a named zone, and is asked about in UTC") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.begin();
  CHECK(officer
            .post(draft + "/accounts",
                  {{"addresses", "203.0.113.7, 2026-02-01 14:00, 2026-02-01 15:00, 5060"}, {"zone", "+02:00"}})
            .status == 303);
  officer.fill(draft, {{"addresses", "203.0.113.7, 2026-02-01 14:00, 2026-02-01 15:00, 5060"}, {"zone", "+02:00"}});
  const auto check = officer.get(draft + "/check");
  CHECK(says(check, "2026-02-01T12:00:00Z"));
  CHECK(says(check, "port 5060"));
}

TEST_CASE("two tabs at two steps of one draft undo nothing of each other") {
  Office& office = Office::get();
  Officer one(office);
  Officer two(office);
  const std::string draft = one.begin();
  CHECK(one.post(draft + "/offence", {{"offence", "fraud"}}).status == 303);
  CHECK(two.post(draft + "/secrecy", {{"secrecy", "asked"}}).status == 303);
  const auto held = app::Drafts(*office.deployment).find(officer_person(office).id, draft.substr(15));
  REQUIRE(held);
  CHECK(held->fields.at("offence") == "fraud");
  CHECK(held->fields.at("secrecy") == "asked");
}

TEST_CASE("a page that calls itself a PDF is refused, and what was uploaded before stays") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.begin();
  CHECK(post_files(officer, draft + "/document", {}, {{"document", "order.pdf", pdf}}).status == 303);
  const auto refused = post_files(officer, draft + "/document", {{"then", "stay"}},
                                  {{"document", "order.pdf", "<html><script>alert(1)</script>"}});
  CHECK(refused.status == 422);
  CHECK(says(refused, "web page"));
  CHECK(app::Documents(*office.deployment).list("draft/" + draft.substr(15))->size() == 1);
}

TEST_CASE("a draft is nobody else's, and gone thirty days after its last change") {
  Office& office = Office::get();
  Officer officer(office);
  const auto other = app::Drafts(*office.deployment).create("somebody-else", "ordinary", {{"phones", "+49 30 901820"}});
  REQUIRE(other);
  const auto hidden = officer.get("/portal/drafts/" + other->id);
  const auto nothing = officer.get("/portal/drafts/" + std::string(32, '0'));
  CHECK(hidden.status == 404);
  CHECK(hidden.body == nothing.body);
  CHECK(officer.post("/portal/drafts/" + other->id + "/send", {{"declaration", "yes"}}).status == 404);
  const std::string draft = officer.begin();
  CHECK(post_files(officer, draft + "/document", {}, {{"document", "order.pdf", pdf}}).status == 303);
  office.clock.advance_to(office.clock.now() + std::chrono::days(31));
  CHECK(officer.get(draft).status == 404);
  CHECK(app::Drafts(*office.deployment).erase_expired().value_or(0) >= 1);
  CHECK(app::Documents(*office.deployment).list("draft/" + draft.substr(15))->empty());
}

TEST_CASE("the session ends in the middle of a step: after signing in the same step is there with what was typed") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.begin();
  office.system_clock.advance_to(office.system_clock.now() + std::chrono::minutes(61));
  const auto asked = officer.post(draft + "/instrument", {{"legal_basis", "18 USC 2703(d)"}});
  CHECK(asked.status == 401);
  CHECK(says(asked, "18 USC 2703(d)"));
  CHECK(Browser::value_of(asked.body, "resume-path") == draft + "/instrument");
}

TEST_CASE("a form of another session or another site is not taken") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.fill(officer.begin(), {{"user_names", "somebody"}});
  officer.csrf = std::string(64, '0');
  CHECK(officer.post(draft + "/send", {{"declaration", "yes"}}).status == 403);
  CHECK(officer.get(draft + "/check").status == 200);
}

TEST_CASE("data that the service does not hold is shown, cannot be chosen, and says why") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.begin();
  const auto page = officer.get(draft + "/data");
  CHECK(says(page, "Not kept by this service"));
  const auto forced = officer.post(draft + "/data", {{"data_sought", "registration_date"}});
  CHECK(forced.status == 422);
}

TEST_CASE("a nonce of one's own is taken; one that is none is told") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string draft = officer.fill(officer.begin(), {{"user_names", "somebody"}});
  CHECK(officer.post(draft + "/send", {{"declaration", "yes"}, {"nonce", "abc"}}).status == 422);
  const std::string nonce(64, 'b');
  const auto sent = officer.post(draft + "/send", {{"declaration", "yes"}, {"nonce", nonce}});
  CHECK(says(officer.follow(sent), "It came from your side"));
  const std::string plain = officer.fill(officer.begin(), {{"user_names", "somebody"}});
  CHECK(says(officer.follow(officer.send_draft(plain)), "Our server made it"));
}

TEST_CASE("someone in danger: one short page, no document, the request and its promise at once") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string page = officer.begin("emergency");
  CHECK(page.ends_with("/emergency"));
  const auto incomplete = post_files(officer, page, {{"danger", "A threat to shoot"}}, {});
  CHECK(incomplete.status == 422);
  CHECK(says(incomplete, "A threat to shoot"));
  const auto filled = post_files(officer, page,
                                 {{"agency", "TEST Police"},
                                  {"danger", "A threat to shoot"},
                                  {"to_whom", "People in a school"},
                                  {"when", "Today"},
                                  {"why_now", "The threat names this afternoon"},
                                  {"data_sought", "ip_address"},
                                  {"supervisor", "Captain Example"},
                                  {"process", "yes"},
                                  {"user_names", "somebody"}},
                                 {});
  CHECK(filled.status == 303);
  const auto sent = officer.send_draft(page.substr(0, page.rfind('/')));
  CHECK(sent.status == 303);
  const auto shown = officer.follow(sent);
  CHECK(says(shown, "Someone is reading it"));
  CHECK(says(shown, "do not use numbers sent with a request"));
}
