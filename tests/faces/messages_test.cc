// The twelve delicate messages of the design (faces.md 6), each made by the event that causes it, in every language
// that its reader can choose: who gets it, under which subject, with which facts, and that no mail names a user.
#include "app/officer_letters.h"
#include "base/bytes.h"
#include "desk/words.h"
#include "emergency.h"
#include "faces/portal_parts.h"
#include "notice/zone.h"
#include "portal.h"
#include "provider/connector.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

namespace {

using page::Locale;
using std::chrono::days;

/// One message as its reader has it.
struct Told {
  std::string id;
  std::string text;                    // of the page or the mail
  std::vector<const char*> said = {};  // keys of texts without arguments: in the reader's language, and not in English
  std::vector<std::string> facts = {};
  std::string to = {};  // of a mail
  std::string subject = {};
};

struct Mail {
  std::string to, subject, body;
};

/// RFC 2047 undone, and one space for the end of a line.
std::string decoded(std::string header) {
  std::string out;
  for (std::size_t at = 0; at < header.size();) {
    if (header.compare(at, 10, "=?UTF-8?B?") != 0) {
      out += header[at++];
      continue;
    }
    const std::size_t end = header.find("?=", at);
    out += std::string(base::text(*base::bytes_from_base64(header.substr(at + 10, end - at - 10))));
    at = end + 2;
    if (header.compare(at, 3, "\r\n ") == 0) at += 3;
  }
  return out;
}

std::vector<Mail> mails(Office& office) {
  std::vector<Mail> all;
  for (const auto& one : std::filesystem::directory_iterator(office.root / "state" / "outbox")) {
    const std::string text = file_text(one.path());
    const auto between = [&](const std::string& begin, const std::string& end) {
      const std::size_t at = text.find(begin) + begin.size();
      return text.substr(at, text.find(end, at) - at);
    };
    std::string body = text.substr(text.find("\r\n\r\n") + 4);
    std::erase(body, '\r');
    // As it was before lines were broken: by a space, or inside of a text without spaces.
    std::ranges::replace(body, '\n', ' ');
    all.push_back({between("To: <", ">"), decoded(between("Subject: ", "\r\nMessage-ID")), body});
  }
  return all;
}

struct World {
  Office office;
  const Locale& t;
  Officer officer;
  Staff staff;
  std::vector<Told> told;

  explicit World(page::Language language)
      : office("messages-" + std::string(page::tag_of(language))),
        t(Locale::of(language)),
        officer(office),
        staff(office) {
    office.deployment->settings.notice_language = std::string(t.tag());
    officer.get("/portal/account");
    REQUIRE(officer.post("/portal/account/language", {{"language", std::string(t.tag())}}).status == 303);
  }
  std::string on(const std::string& ref, const std::string& page = "") {
    return officer.get("/portal/requests/" + ref + page).body;
  }
  /// The mail to `to` that holds all of this.
  Mail mail(const std::string& to, const std::vector<std::string>& facts) {
    office.run_jobs();
    for (const Mail& one : mails(office)) {
      const auto holds = [&](const std::string& fact) { return one.body.contains(fact); };
      if (one.to == to && std::ranges::all_of(facts, holds)) return one;
    }
    return {};
  }
  void add_mail(const std::string& id, const std::string& to, const std::string& subject,
                const std::vector<std::string>& facts) {
    const Mail found = mail(to, facts);
    told.push_back({.id = id, .text = found.body, .facts = facts, .to = found.to, .subject = found.subject});
    CAPTURE(id);
    CHECK(found.to == to);
    CHECK(found.subject == subject);
  }
  std::string subject(const std::string& ref) { return t.text("mail.case.subject", {{"ref", ref}}); }
  std::string ground(const std::string& code) { return t.text(*page::Key::find("word.ground." + code)); }
  base::Time now() const { return office.clock.now(); }

  void request_and_refusal();
  void receipt();
  void holdings();
  void silent_source();
  void gag();
  void emergency();
};

constexpr const char* officer_mail = demo::small_officer_email;

/// R1, F1.
void World::request_and_refusal() {
  const std::string ref = officer.request({{"user_ids", an_account(office)}});
  told.push_back({.id = "R1",
                  .text = on(ref, "/sent"),
                  .said = {"portal.file.promise", "portal.receipt.promise_only"},
                  .facts = {ref, officer_mail, t.time(receipt_due(now()))}});
  verify(office, ref, {"suspect_confirmed"});
  decide(office, ref);
  REQUIRE(state_of(office, ref) == "refused");
  const auto file = office.deployment->casework->find(ref);
  const casework::Decision& decision = file->decisions.back();
  const std::string until = t.time(*decision.decided_at + days(30));
  told.push_back({.id = "F1",
                  .text = on(ref),
                  .said = {"portal.f1.nothing", "portal.f1.missing", "portal.case.review"},
                  .facts = {ref, ground(decision.ground), decision.policy_rule, decision.policy_id, until}});
  add_mail("F1", officer_mail, subject(ref), {ref, ground(decision.ground), decision.policy_id, until});
}

/// R2, at the tick after the midnight that follows.
void World::receipt() {
  const std::string ref = officer.request({{"user_ids", an_account(office)}});
  office.clock.advance_to(base::day_of(now()) + days(1));
  office.run_jobs();
  told.push_back({.id = "R2",
                  .text = on(ref, "/sent"),
                  .said = {"portal.r2.title", "portal.r2.text", "portal.file.proof", "portal.file.opening"},
                  .facts = {ref, "/receipts/request/receipt.tlog-proof"}});
  add_mail("R2", officer_mail, subject(ref), {"/portal/requests/" + ref});
}

/// N1 and N2, with the package: staff grant what the policy does not, so that all is looked at.
void World::holdings() {
  const auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  const auto account = std::ranges::find_if(
      *sample, [](const auto& one) { return !one.phone.empty() && one.email.empty() && !one.deactivated; });
  REQUIRE(account != sample->end());
  legal::Request request{.country = "US", .instrument = "court_order", .offence = "terrorism"};
  request.data_sought = {"email", "ip_address", "phone_number", "registration_date"};
  request.selectors = {{.kind = legal::SelectorKind::user_id, .value = account->user_id, .window = {}, .port = {}}};
  request.agency = "TEST agency";
  request.officer = officer_mail;
  const auto accepted = app::Desk(*office.deployment).submit(person(office, officer_mail), {request});
  if (!accepted) FAIL(accepted.error().message());
  const std::string ref = accepted->front().ref;
  verify(office, ref);
  app::Desk desk(*office.deployment);
  casework::Override deviation{.granted = {request.data_sought}, .ground = "staff_override", .written_ground = "all"};
  REQUIRE(desk.draft(person(office, demo::decider_email), ref, deviation));
  for (const char* email : {demo::first_approver_email, demo::second_approver_email})
    REQUIRE(desk.approve(person(office, email), ref));
  const auto done = desk.carry_out(person(office, demo::gatherer_email), ref);
  REQUIRE(done);
  REQUIRE(done->delivered);
  const std::string text = on(ref, "/package");
  const auto data = [&](const char* code) { return t.text(*page::Key::find("word.category." + std::string(code))); };
  told.push_back({.id = "N1", .text = text, .said = {}, .facts = {data("registration_date"), "/holdings/"}});
  const auto file = office.deployment->casework->find(ref);
  told.push_back({.id = "N2", .text = text, .said = {}, .facts = {data("email"), t.time(file->received_at), "365"}});
}

/// Does not answer, whatever is asked.
class Silent final : public provider::Connector {
 public:
  base::Result<provider::Answer> ask(const provider::Question&) override {
    return base::fail(base::Errc::unavailable, "clickhouse", "shard 2", "does not answer");
  }
};

/// N3.
void World::silent_source() {
  const std::string ref = officer.request({{"user_ids", an_account(office)}});
  verify(office, ref);
  decide(office, ref);
  std::unique_ptr<provider::Connector> other = std::make_unique<Silent>();
  std::swap(office.deployment->connector, other);
  CHECK_FALSE(app::Desk(*office.deployment).carry_out(person(office, demo::gatherer_email), ref));
  std::swap(office.deployment->connector, other);
  const std::vector<std::string> times = {t.time(now()), t.time(office.deployment->casework->find(ref)->due_at)};
  told.push_back({.id = "N3", .text = on(ref), .said = {}, .facts = {times[0], times[1]}});
  CHECK_FALSE(told.back().text.contains("shard 2"));
  add_mail("N3", officer_mail, subject(ref), {ref, times[0], times[1]});
}

/// G1 at the desk, which speaks English, and G2 to the user when the order has ended.
void World::gag() {
  const std::string ref = office.submit(false, "court_order", true);
  const base::Day until = base::day_of(now()) + days(5);
  verify(office, ref);
  REQUIRE(app::Desk(*office.deployment)
              .note_gag(person(office, demo::intake_email), ref,
                        {.kind = "court_order",
                         .court = "TEST District Court",
                         .zone = "America/New_York",
                         .until = until,
                         .review = until - days(1),
                         .shown_by = "page 2"}));
  decide(office, ref);
  const auto done = app::Desk(*office.deployment).carry_out(person(office, demo::gatherer_email), ref);
  if (!done) FAIL(done.error().message());
  REQUIRE(done->delivered);
  told.push_back({.id = "G1",
                  .text = staff.intake.get("/desk/cases/" + ref + "/notice").body,
                  .said = {},
                  .facts = {"Do not tell the user.", "TEST District Court", desk::day_words(page::Locale::of(page::Language::en), until),
                            desk::day_words(page::Locale::of(page::Language::en), until - days(1)), "Notice is planned for", "check the list"}});
  const auto file = office.deployment->casework->find(ref);
  const auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  const auto user = std::ranges::find(*sample, file->request.selectors.front().value, &demo::SampleAccount::user_id);
  const base::Time ended = *notice::day_ends_at(until, "America/New_York");
  office.clock.advance_to(base::Time(base::day_of(ended) + days(1)));
  add_mail("G2", user->email, t.text("mail.notice.subject"),
           {ref, base::format_day(until), base::format_day(base::day_of(file->received_at)), t.country("US"),
            t.text("word.category.phone_number"), "https://", "/notice/", "/complain/"});
  for (const std::string& secret : {user->user_id, user->phone, user->email}) {
    CAPTURE(secret);
    CHECK_FALSE(told.back().text.contains(secret));
  }
}

/// E1, E2.
void World::emergency() {
  const std::string ref = send_emergency(officer, an_account(office));
  const auto file = office.deployment->casework->find(ref);
  told.push_back({.id = "E1",
                  .text = on(ref, "/sent"),
                  .said = {"portal.e1.text"},
                  .facts = {t.time(file->received_at), t.time(file->due_at), "30"}});
  const std::string at = "/desk/cases/" + ref;
  staff.verify(at);
  staff.draft(at);
  REQUIRE(staff.approve(office, staff.first, demo::first_approver_email, at).status == 303);
  REQUIRE(state_of(office, ref) == "refused");
  const auto decided = office.deployment->casework->find(ref)->decisions.back().decided_at;
  told.push_back({.id = "E2",
                  .text = on(ref),
                  .said = {"portal.e2.title", "portal.e2.text", "portal.e2.call", "portal.e2.second_channel",
                           "portal.e2.ordinary"},
                  .facts = {ref}});
  add_mail("E2", officer_mail, subject(ref), {ref, t.time(*decided + days(30))});
}

/// V1 and V2 are said by the checker in the reader's browser, where a real cheating log is put before it.
void add_verdicts(std::vector<Told>& told) {
  const std::string browser = file_text(std::string(WRIT_SOURCE_DIR) + "/tests/browser/verify.test.mjs") +
                              file_text(std::string(WRIT_SOURCE_DIR) + "/tests/browser/verdicts.test.mjs");
  told.push_back({.id = "V1", .text = browser, .said = {}, .facts = {"do not match the log"}});
  told.push_back({.id = "V2", .text = browser, .said = {}, .facts = {"Not checked to the end"}});
}

void check(const Told& one, const Locale& t, const std::vector<std::string>& users) {
  CAPTURE(one.id);
  CAPTURE(std::string(t.tag()));
  REQUIRE_FALSE(one.text.empty());
  for (const std::string& fact : one.facts) {
    CAPTURE(fact);
    CHECK(one.text.contains(fact));
  }
  for (const char* key : one.said) {
    CAPTURE(key);
    CHECK(one.text.contains(t.text(key)));
    if (t.language() != page::Language::en) CHECK(t.text(key) != Locale::of(page::Language::en).text(key));
  }
  // No part of an officer's page is left in English; the desk speaks nothing else, and the checker's words are its own.
  const bool of_officer = one.to.empty() && one.id != "G1" && !one.id.starts_with("V");
  if (of_officer && t.language() != page::Language::en) CHECK_FALSE(one.text.contains("lang=\"en\""));
  if (one.to.empty()) return;
  for (const std::string& user : users) {
    CAPTURE(user);
    CHECK_FALSE(one.text.contains(user));
    CHECK_FALSE(one.subject.contains(user));
  }
}

}  // namespace

TEST_CASE(
    "each of the twelve messages is made by its event, for its reader, with its facts, and no mail names a user") {
  const std::set<std::string> twelve = {"R1", "R2", "F1", "N1", "N2", "N3", "G1", "G2", "E1", "E2", "V1", "V2"};
  for (const page::Language language : page::languages) {
    World world(language);
    world.request_and_refusal();
    world.receipt();
    world.holdings();
    world.silent_source();
    world.emergency();
    world.gag();
    add_verdicts(world.told);
    std::vector<std::string> users;
    for (const demo::SampleAccount& one : *demo::read_accounts(world.office.root / "state" / "messenger.db")) {
      users.push_back(one.user_id);
      if (!one.phone.empty()) users.push_back(one.phone);
    }
    std::set<std::string> found;
    for (const Told& one : world.told) {
      check(one, world.t, users);
      found.insert(one.id);
    }
    CHECK(found == twelve);
  }
}
