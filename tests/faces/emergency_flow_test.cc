// An emergency from the officer's one page to the report that counts it, over HTTP (design: faces.md section 5, 1 to
// 7).
#include "app/emergencies.h"
#include "app/jobs.h"
#include "emergency.h"
#include "portal.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

namespace {

constexpr const char* on_call = "on-call@writ.example";

struct Flow {
  Office& office = Office::get();
  Officer officer{office};
  Staff staff{office};
  std::string account;
  std::string ref;
  std::string at;

  Flow() {
    office.deployment->settings.on_call = on_call;
    const auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
    REQUIRE(sample);
    for (const demo::SampleAccount& one : *sample)
      if (!one.phone.empty() && !one.deactivated) account = one.user_id;
    ref = send_emergency(officer, account);
    at = "/desk/cases/" + ref;
    CHECK(says(officer.get("/portal/requests/" + ref + "/sent"), "Someone is reading it"));
  }
  ~Flow() { office.deployment->settings.on_call.clear(); }

  std::string mail(const std::string& name) { return file_text(office.root / "state" / "outbox" / (name + ".eml")); }
};

}  // namespace

TEST_CASE(
    "an emergency is met: call on our number, second channel, blind reading, two people, least data, then the process "
    "is owed") {
  Flow flow;
  Office& office = flow.office;
  Staff& staff = flow.staff;
  // 3: whoever is on call is written to, without a word of the user; the tab and the queue say it.
  REQUIRE(app::alert_on_call(*office.deployment, flow.ref));
  const std::string alert = flow.mail("emergency-" + flow.ref);
  CHECK(alert.contains(on_call));
  CHECK(alert.contains(flow.ref));
  CHECK_FALSE(alert.contains(flow.account));
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM job WHERE subject = ? AND kind = 9", {flow.ref}) == 1);
  const auto inbox = staff.intake.get("/desk/inbox/emergency");
  CHECK(says(inbox, flow.ref));
  CHECK(says(inbox, "!) "));

  // 4: without the checklist nobody can approve data, whatever the draft says.
  staff.verify(flow.at);
  REQUIRE(staff.deviate(flow.at, "A life is in danger now.").status == 303);
  const auto unverified = staff.approve(office, staff.first, demo::first_approver_email, flow.at);
  CHECK(unverified.status == 422);
  CHECK(says(unverified, "nobody was reached on a number of our own directory"));
  CHECK_FALSE(says(staff.intake.get(flow.at), "555 0143"));
  staff.confirm_emergency(office, flow.at);
  CHECK(says(staff.intake.get(flow.at), "555 0143"));

  // The second reading of the danger is blind, and shown beside the first afterwards.
  const auto blind = staff.second.get(flow.at + "/approve");
  CHECK(says(blind, "First answer the facts"));
  CHECK(says(blind, "The danger is concrete and imminent?"));
  Fields doubts = answered(blind, "yes");
  for (auto& [name, value] : doubts)
    if (name == "fact-danger_concrete") value = "no";
  REQUIRE(staff.second.post(flow.at + "/read", with_version(blind, doubts)).status == 303);
  CHECK(says(staff.second.get(flow.at + "/approve"), "Your reading differs"));

  // 5 and 6: two people; the least is given; the later process is owed.
  staff.approve_both(office, flow.at);
  staff.hand_over(flow.at);
  const auto file = office.deployment->casework->find(flow.ref);
  CHECK(file->decisions.back().granted.front() == legal::CodeSet{"phone_number"});
  CHECK(*office.deployment->db.integer("SELECT count(*) FROM job WHERE subject = ? AND kind = 12", {flow.ref}) == 1);
  CHECK(says(flow.officer.get("/portal/requests/" + flow.ref + "/package"), "Phone number"));
  CHECK(says(staff.intake.get(flow.at), "It is owed within 7 days"));
}

TEST_CASE(
    "an emergency that is not confirmed: one approver, the officer reads what was not confirmed, the ordinary road is "
    "filled in") {
  Flow flow;
  Office& office = flow.office;
  Staff& staff = flow.staff;
  enter_directory(office, flow.ref);
  REQUIRE(
      staff.intake.post(flow.at + "/call", {{"number", directory_number}, {"reached", "no"}, {"said", "It rang out."}})
          .status == 303);
  staff.verify(flow.at);
  staff.draft(flow.at);  // the policy gives nothing without an order
  REQUIRE(staff.approve(office, staff.first, demo::first_approver_email, flow.at).status == 303);
  CHECK(state_of(office, flow.ref) == "refused");

  const auto told = flow.officer.get("/portal/requests/" + flow.ref);
  CHECK(says(told, "We could not confirm this as an emergency."));
  CHECK(says(told, "On a number of our own directory nobody confirmed the request."));
  CHECK(says(told, "No second channel confirmed the request."));
  CHECK_FALSE(says(told, "concrete and imminent"));  // that was found
  CHECK(says(told, "Nothing was disclosed."));
  const std::string draft = location(flow.officer.post("/portal/requests/" + flow.ref + "/ordinary", {}));
  REQUIRE(draft.starts_with("/portal/drafts/"));
  CHECK(says(flow.officer.get(draft + "/accounts"), flow.account));
  CHECK(says(flow.officer.get(draft + "/authority"), "TEST Police of the United States"));
  const auto data = flow.officer.get(draft + "/data");
  CHECK(data.body.contains("value=\"phone_number\" checked"));
}

TEST_CASE("an address with its window and port is filled in as it was typed") {
  Office& office = Office::get();
  Officer officer(office);
  const std::string page = officer.begin("emergency");
  const Fields fields = {{"agency", "TEST Police of the United States"},
                         {"danger", "A threat"},
                         {"to_whom", "A school"},
                         {"when", "Today"},
                         {"why_now", "Today"},
                         {"data_sought", "phone_number"},
                         {"supervisor", "Captain Example"},
                         {"process", "yes"},
                         {"zone", "UTC"},
                         {"addresses", "203.0.113.7, 2026-03-01 14:00, 2026-03-01 15:00, 5060"}};
  const auto typed = post_files(officer, page, fields, {});
  REQUIRE(typed.status == 303);
  const std::string sent = location(officer.send_draft(page.substr(0, page.rfind('/'))));
  const std::string ref = sent.substr(17, sent.find("/sent") - 17);
  const std::string at = "/desk/cases/" + ref;
  Staff staff(office);
  staff.verify(at);
  staff.draft(at);
  REQUIRE(staff.approve(office, staff.first, demo::first_approver_email, at).status == 303);
  const std::string draft = location(officer.post("/portal/requests/" + ref + "/ordinary", {}));
  const auto accounts = officer.get(draft + "/accounts");
  CHECK(says(accounts, "203.0.113.7, 2026-03-01 14:00:00, 2026-03-01 15:00:00, 5060"));
  CHECK_FALSE(says(accounts, "There is a problem"));
}

TEST_CASE("every emergency is looked at again by somebody who took no part in it, and signed off once") {
  Flow flow;
  Staff& staff = flow.staff;
  staff.verify(flow.at);
  const std::string post = "/desk/emergencies/" + flow.ref;
  const auto fields = [&](const char* words) -> Fields {
    return {{"result-" + flow.ref, "yes"}, {"words-" + flow.ref, words}};
  };
  staff.intake.get("/desk/emergencies");
  CHECK(says(staff.intake.get("/desk/emergencies"), "You took part: somebody else signs it off."));
  const auto own = staff.intake.post(post, fields("Mine."));
  CHECK(own.status == 422);
  CHECK(says(own, "took part in this case"));
  staff.gatherer.get("/desk/emergencies");
  const auto empty = staff.gatherer.post(post, fields(""));
  CHECK(empty.status == 422);
  CHECK(says(empty, "#words-" + flow.ref));
  REQUIRE(staff.gatherer.post(post, fields("The call stands on file.")).status == 303);
  const auto page = staff.intake.get("/desk/emergencies");
  CHECK(says(page, "The call stands on file."));
  CHECK(says(page, "handled as it should be"));
  CHECK(says(staff.intake.get("/desk/inbox/emergencies"), "/desk/emergencies"));
}
