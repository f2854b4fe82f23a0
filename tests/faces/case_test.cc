// A whole ordinary case by pages alone, and what must not happen on the way.
#include "app/documents.h"
#include "app/emergencies.h"
#include "app/jobs.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

TEST_CASE("an ordinary case goes from the inbox to the delivered package by pages alone") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  CHECK(says(staff.intake.get("/desk/inbox/verify?reference=" + ref), ref));
  staff.verify(at);
  CHECK(state_of(office, ref) == "verified");
  CHECK(says(staff.decider.get("/desk/inbox/decide?reference=" + ref), ref));
  const auto bench = staff.decider.get(at);
  CHECK(says(bench, "Give everything asked"));
  CHECK(says(bench, "Nearest other outcome"));
  staff.draft(at);
  CHECK(state_of(office, ref) == "drafted");

  CHECK(staff.approve(office, staff.first, demo::first_approver_email, at).status == 303);
  CHECK(state_of(office, ref) == "drafted");
  CHECK(staff.approve(office, staff.second, demo::second_approver_email, at).status == 303);
  CHECK(state_of(office, ref) == "approved");

  auto page = staff.gatherer.get(at + "/gather");
  CHECK(page.status == 200);
  CHECK(staff.gatherer.post(at + "/gather", with_version(page, {})).status == 303);
  page = staff.gatherer.get(at + "/gather");
  CHECK(says(page, "What is held"));
  CHECK(says(page, "The request asked"));
  CHECK(says(page, "Phone number (1 row)"));
  CHECK(staff.gatherer.post(at + "/seal", with_version(page, {})).status == 303);
  page = staff.gatherer.get(at + "/gather");
  CHECK(says(page, ".tar."));
  CHECK(staff.gatherer.post(at + "/deliver", with_version(page, {})).status == 303);
  CHECK(state_of(office, ref) == "delivered");
  CHECK(std::filesystem::exists(office.root / "packages" / ref));
  CHECK(says(staff.intake.get(at + "/history"), "Package delivered"));
  CHECK(says(staff.intake.get(at + "/notice"), "user"));
  CHECK(says(staff.intake.get(at + "/authority"), "Outcomes so far"));
}

TEST_CASE("the blind pass holds nothing of the draft, in the page or in the history of it") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  const auto page = staff.first.get(at + "/approve");
  CHECK(says(page, "First answer the facts from the document alone"));
  for (const char* word : {"Outcome", "conditions", "Give everything", "give ", "Dora Decider", "checked"}) {
    CAPTURE(word);
    CHECK_FALSE(says(page, word));
  }
  // Nor is it to be had by another door.
  for (const char* tail : {"", "/history", "/authority", "/notice"}) {
    CAPTURE(tail);
    CHECK_FALSE(says(staff.first.get(at + tail), "Conditions met"));
    CHECK_FALSE(says(staff.first.get(at + tail), "Drafted by"));
  }
  const auto approver = office.deployment->people.find_by_email(demo::first_approver_email);
  CHECK_FALSE(app::Desk(*office.deployment).find(*approver, ref)->draft);
  CHECK(says(staff.decider.get(at), "Conditions met"));
}

TEST_CASE("approval is given by the same person once, with a new code, and a form sent twice does nothing twice") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  auto page = staff.first.get(at + "/approve");
  REQUIRE(staff.first.post(at + "/read", with_version(page, answered(page, "yes"))).status == 303);
  page = staff.first.get(at + "/approve");
  CHECK(staff.first.post(at + "/approve", with_version(page, {{"code", "000000"}})).status == 422);
  const Fields sent = with_version(page, {{"code", office.code(demo::first_approver_email)}});
  CHECK(staff.first.post(at + "/approve", sent).status == 303);
  const auto again = staff.first.post(at + "/approve", sent);
  CHECK(again.status != 303);
  const auto fresh = staff.first.get(at + "/approve");
  CHECK(says(fresh, "the second is another person"));
  CHECK_FALSE(says(fresh, "name=\"code\""));
  CHECK(office.deployment->casework->find(ref)->draft->approved_by.size() == 1);
}

TEST_CASE("two people at one case: the second sees both, nothing is lost, one event is in the store") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  const auto first = staff.decider.get(at);
  Browser other(office);
  other.sign_in(demo::intake_email);
  const auto verify = other.get(at + "/verify");
  REQUIRE(other.post(at + "/verify", with_version(verify, answered(verify, "no"))).status == 303);
  const std::size_t events = office.deployment->casework->find(ref)->events.size();
  const auto clash = staff.decider.post(
      at + "/decide",
      with_version(first, {{"kind", "deviate"}, {"because", "My long reason."}, {"ground", "human_rights"}}));
  CHECK(clash.status == 409);
  CHECK(says(clash, "My long reason."));
  CHECK(says(clash, "Facts established"));
  CHECK(says(clash, "Ines Intake"));
  CHECK(office.deployment->casework->find(ref)->events.size() == events);
}

TEST_CASE("what an approver must not see before approval is on no page: no account, no value, no count") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  CHECK(staff.gatherer.post(at + "/gather", {}).status != 500);
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM gathered WHERE ref = ?", {ref}) == 0);
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM lookup WHERE case_ref = ?", {ref}) == 0);
}

TEST_CASE("values are shown to the gathering role only, on one page, and each view is on file") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  staff.approve(office, staff.first, demo::first_approver_email, at);
  staff.approve(office, staff.second, demo::second_approver_email, at);
  staff.gatherer.post(at + "/gather", {});
  CHECK(staff.first.get(at + "/gather").status == 404);
  CHECK(staff.intake.post(at + "/values", {}).status == 404);
  CHECK_FALSE(says(staff.gatherer.get(at + "/gather"), "This view is in the audit log"));
  CHECK(says(staff.gatherer.post(at + "/values", {}), "This view is in the audit log"));
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM desk_audit WHERE what = 'values_viewed' AND ref = ?",
                                       {ref}) == 1);
}

TEST_CASE("every form that is not taken says why beside the field and keeps what was typed") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  const auto page = staff.intake.get(at + "/verify");
  const auto refused = staff.intake.post(at + "/verify", with_version(page, {}));
  CHECK(refused.status == 422);
  CHECK(says(refused, "There is a problem"));
  CHECK(says(refused, "#fact-suspect_confirmed"));
  enter_directory(office, ref);
  const auto call = staff.intake.post(
      at + "/call", {{"number", directory_number}, {"reached", "yes"}, {"said", "She confirmed the order."}});
  CHECK(call.status == 422);
  CHECK(says(call, directory_number));
  CHECK(says(call, "She confirmed the order."));
  CHECK(says(call, "answered-by-error"));
  staff.verify(at);
  const auto deviation = staff.deviate(at, "");
  CHECK(deviation.status == 422);
  CHECK(says(deviation, "a deviation needs a written ground"));
  CHECK(says(deviation, "checked"));
}

TEST_CASE("a deviation is drafted with its ground, and its drafter cannot approve it") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  REQUIRE(staff.deviate(at, "The address would name a third person.").status == 303);
  const auto file = office.deployment->casework->find(ref);
  CHECK(file->draft->deviates);
  CHECK(file->draft->outcome == "partial");
  CHECK(file->draft->blind);
}

TEST_CASE("a decision drafted anew after the first approval voids it, and who gave it is told") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  REQUIRE(staff.approve(office, staff.first, demo::first_approver_email, at).status == 303);
  const auto bench = staff.decider.get(at);
  CHECK(says(bench, "approvals given are void"));
  REQUIRE(staff.decider.post(at + "/decide", with_version(bench, {{"kind", "policy"}})).status == 303);
  CHECK(office.deployment->casework->find(ref)->draft->approved_by.empty());
  const auto approver = office.deployment->people.find_by_email(demo::first_approver_email);
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM desk_message WHERE ref = ? AND person = ?",
                                       {ref, approver->id}) == 1);
  // The first approver's old page approves nothing any more.
  CHECK(staff.first.post(at + "/approve", with_version(bench, {{"code", office.code(demo::first_approver_email)}}))
            .status != 303);
  CHECK(state_of(office, ref) == "drafted");
}

namespace {

/// A messenger of which one part does not answer.
class ShardDown final : public provider::Connector {
 public:
  base::Result<provider::Answer> ask(const provider::Question&) override {
    return base::fail(base::Errc::unavailable, "clickhouse", "shard 2", "does not answer");
  }
};

}  // namespace

TEST_CASE("a source that is down blocks the package, is told as such to both sides, and is never nothing stored") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  staff.approve(office, staff.first, demo::first_approver_email, at);
  staff.approve(office, staff.second, demo::second_approver_email, at);
  std::unique_ptr<provider::Connector> down = std::make_unique<ShardDown>();
  std::swap(office.deployment->connector, down);
  CHECK(staff.gatherer.post(at + "/gather", {}).status == 303);
  const auto page = staff.gatherer.get(at + "/gather");
  Browser officer(office);
  officer.sign_in(demo::small_officer_email, "portal");
  const auto told = officer.get("/portal/requests/" + ref);
  const auto sealed = staff.gatherer.post(at + "/seal", with_version(page, {}));
  const auto nothing = staff.gatherer.post(at + "/nothing-held", with_version(page, {}));
  std::swap(office.deployment->connector, down);
  CHECK(says(page, "We could not look"));
  CHECK(says(page, "shard 2"));
  CHECK(says(page, "not a finding that nothing exists"));
  CHECK_FALSE(says(page, "Seal the package"));
  CHECK(sealed.status == 422);
  CHECK(nothing.status == 422);
  CHECK(told.status == 200);
  CHECK(says(told, "We could not look"));
  for (const char* word : {"Nothing is stored", "nothing is stored", "Nothing is held", "shard 2"}) {
    CAPTURE(word);
    CHECK_FALSE(says(told, word));
    if (std::string(word) != "shard 2") CHECK_FALSE(says(page, word));
  }
  // It answers again: the same case goes on.
  CHECK(staff.gatherer.post(at + "/gather", {}).status == 303);
  CHECK(says(staff.gatherer.get(at + "/gather"), "Seal the package"));
}

TEST_CASE("the request's fields are marked in the document's text, and what is not in it is said") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const auto file = office.deployment->casework->find(ref);
  app::Documents documents(*office.deployment);
  const auto added = documents.add("officer", ref, "order.txt",
                                   "Order in the matter " + file->request.file_number + " <b>of</b> the TEST AGENCY.");
  REQUIRE(added);
  Browser intake(office);
  intake.sign_in(demo::intake_email);
  const auto page = intake.get("/desk/cases/" + ref + "/documents/" + added->id + "/text");
  CHECK(says(page, ">" + file->request.file_number + "</mark>"));
  CHECK(says(page, ">TEST AGENCY</mark>"));
  CHECK(says(page, "&lt;b&gt;of&lt;/b&gt;"));
  CHECK(says(page, "not found as it was entered"));
}

TEST_CASE("what other policies would have given stands beside the one that decides") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  Staff staff(office);
  staff.verify("/desk/cases/" + ref);
  office.deployment->share = WRIT_SOURCE_DIR;
  const auto page = staff.decider.get("/desk/cases/" + ref + "/policies");
  office.deployment->share.clear();
  CHECK(says(page, "decides this case"));
  CHECK(says(page, "all that is asked"));
  CHECK(says(page, "Signal"));
}

TEST_CASE("sent back: the case is with the decider again, and whoever drafted is told") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  auto page = staff.first.get(at + "/approve");
  REQUIRE(staff.first.post(at + "/read", with_version(page, answered(page, "no"))).status == 303);
  page = staff.first.get(at + "/approve");
  CHECK(says(page, "Your reading differs"));
  CHECK(staff.first.post(at + "/send-back", with_version(page, {{"reason", ""}})).status == 422);
  CHECK(staff.first.post(at + "/send-back", with_version(page, {{"reason", "The order names no suspect."}})).status ==
        303);
  CHECK(state_of(office, ref) == "verified");
  CHECK(says(staff.decider.get(at), "The order names no suspect."));
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM desk_message WHERE ref = ?", {ref}) == 1);
}

TEST_CASE("notes, owner and flags stand on the case and do not disturb the one who decides") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  const auto bench = staff.decider.get(at);
  CHECK(staff.intake.post(at + "/comment", {{"text", "<script>alert(1)</script>"}}).status == 303);
  CHECK(staff.intake.post(at + "/flag", {{"flag", "press"}, {"on", "1"}}).status == 303);
  const auto page = staff.intake.get(at);
  CHECK(says(page, "&lt;script&gt;"));
  CHECK_FALSE(says(page, "<script>alert"));
  CHECK(says(staff.intake.get("/desk/inbox/decide?flag=press&reference=" + ref), ref));
  CHECK(staff.decider.post(at + "/decide", with_version(bench, {{"kind", "policy"}})).status == 303);
}

TEST_CASE("a list holds no name, number or address of a user") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const auto file = office.deployment->casework->find(ref);
  Staff staff(office);
  for (const char* queue : {"verify", "all"}) {
    const auto page = staff.intake.get(std::string("/desk/inbox/") + queue);
    CHECK(says(page, "w-inbox"));
    CHECK_FALSE(says(page, file->request.selectors.front().value));
  }
}

TEST_CASE("a document of a case is shown to who works on it, downloaded only as bytes, and opened from no other case") {
  Office& office = Office::get();
  const std::string ref = office.submit();
  const std::string other = office.submit();
  app::Documents documents(*office.deployment);
  const auto added = documents.add("officer", ref, "order.txt", "We order: give the phone number.");
  REQUIRE(added);
  Staff staff(office);
  const std::string base = "/desk/cases/" + ref + "/documents/" + added->id;
  CHECK(says(staff.intake.get("/desk/cases/" + ref), "order.txt"));
  CHECK(says(staff.intake.get(base + "/text"), "We order: give the phone number."));
  const auto original = staff.intake.get(base + "/original");
  CHECK(original.content_type == "application/octet-stream");
  CHECK(original.headers.at("Content-Disposition").starts_with("attachment"));
  CHECK(original.body == "We order: give the phone number.");
  CHECK(staff.intake.get("/desk/cases/" + other + "/documents/" + added->id + "/text").status == 404);
  CHECK(staff.intake.get(base + "/pages/1").status == 404);
}

TEST_CASE("24: an emergency that was answered and never followed by process is counted in the report after its time") {
  Office& office = Office::get();
  app::Deployment& deployment = *office.deployment;
  const std::string ref = office.submit(true, "emergency_disclosure");
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.confirm_emergency(office, at);
  staff.verify(at);
  // The policy of this deployment gives nothing without an order: it is a deviation, for a life.
  REQUIRE(staff.deviate(at, "A life is in danger now.").status == 303);
  staff.approve_both(office, at);
  staff.hand_over(at);
  const auto owed = app::owed_processes(deployment);
  REQUIRE(owed);
  REQUIRE(owed->size() == 1);
  CHECK(owed->front().due_at() - owed->front().delivered_at == std::chrono::days(7));
  CHECK((app::next_due(deployment.db, app::JobKind::process_reminder).value() == owed->front().due_at()));

  const auto before = *base::parse_period("2026-01-01/2026-03-08");  // its time has not ended: nothing is owed yet
  const auto after = *base::parse_period("2026-03-09/2026-03-31");
  CHECK(app::emergencies_statement(deployment, before) == "{}");
  CHECK(app::emergencies_statement(deployment, after)->contains(R"("process_never_sent":{"US":1})"));

  REQUIRE(app::remind_of_process(deployment, ref));
  office.run_jobs();
  CHECK(office.mailed(demo::small_officer_email, {"On the emergency request " + ref}));
  CHECK(says(staff.intake.get("/desk/me"), "has not come in time"));

  CHECK(says(staff.intake.get(at), "It is owed within 7 days"));
  REQUIRE(staff.intake.post(at + "/flag", {{"flag", "process_received"}, {"on", "1"}}).status == 303);
  CHECK(app::emergencies_statement(deployment, after)->contains(R"("process_received":{"US":1})"));
  CHECK_FALSE(app::emergencies_statement(deployment, after)->contains(R"("process_never_sent":{"US":1})"));
}
