// Who is told, when, and what forbids it (design: faces.md 4.4, 4.7 and messages G1, G2; checks 25 and 26).
#include "app/notify.h"
#include "app/receipts.h"
#include "crypto/native_host.h"
#include "desk/words.h"
#include "notice/zone.h"
#include "staff.h"
#include "verify/verify.h"

using namespace writ;
using namespace writ::faces;

namespace {

using std::chrono::days;
using std::chrono::minutes;

void add_day(Fields& fields, const std::string& name, base::Day day) {
  const std::string text = base::format_day(day);
  fields.emplace_back(name + "-day", text.substr(8));
  fields.emplace_back(name + "-month", text.substr(5, 2));
  fields.emplace_back(name + "-year", text.substr(0, 4));
}

struct Case {
  Office& office = Office::get();
  std::string ref;
  std::string at;
  Staff staff{office};
  base::Time began = office.clock.now();

  explicit Case(const std::string& instrument = "court_order", bool mailbox = true)
      : ref(office.submit(false, instrument, mailbox)), at("/desk/cases/" + ref) {
    staff.verify(at);
  }
  /// The day that many days after the one on which the test began.
  base::Day in(int count) const { return base::day_of(began) + days(count); }
  /// As the decision pane sends it.
  Fields gag(int until, int review) const {
    Fields fields = {{"kind", "court_order"},
                     {"court", "TEST District Court"},
                     {"zone", "America/New_York"},
                     {"shown_by", "Page 2: shall not disclose"}};
    add_day(fields, "until", in(until));
    add_day(fields, "review", in(review));
    return fields;
  }
  http::Response save(const Fields& fields) {
    return staff.decider.post(at + "/gag", with_version(staff.decider.get(at + "/notice"), fields));
  }
  void deliver() {
    staff.draft(at);
    staff.approve_both(office, at);
    staff.hand_over(at);
  }
  /// Names of the mails about this case that have left.
  std::size_t mails() {
    std::size_t count = 0;
    std::error_code none;
    for (const auto& one : std::filesystem::directory_iterator(office.root / "state" / "outbox", none))
      if (one.path().filename().string().starts_with(ref + "-disclosure")) ++count;
    return count;
  }
  std::string mail() { return file_text(office.root / "state" / "outbox" / (ref + "-disclosure-1-user-1.eml")); }
  void run_until(base::Time time) {
    office.clock.advance_to(time);
    REQUIRE(app::send_due_notices(*office.deployment));
  }
};

}  // namespace

TEST_CASE("a gag on the decision page: the case, its notice page and the approver read when the user may be told") {
  Case one;
  CHECK(says(one.staff.decider.get(one.at), "Notice plan and gag"));
  REQUIRE(one.save(one.gag(18, 10)).status == 303);
  for (const auto& page : {one.staff.decider.get(one.at), one.staff.intake.get(one.at + "/notice")}) {
    CHECK(says(page, "Do not tell the user."));
    CHECK(says(page, ">do not tell the user<"));  // on every page of the case
    CHECK(says(page, "TEST District Court forbade it until " + desk::day_words(page::Locale::of(page::Language::en), one.in(18)) + " (review " +
                         desk::day_words(page::Locale::of(page::Language::en), one.in(10)) + ")."));
    CHECK(says(page, "Notice is planned for"));
    // Midnight in New York is four or five hours into the 19th day in UTC, and the day after that is the 20th.
    CHECK(says(page, base::format_time(base::Time(one.in(20)))));
    CHECK(says(page, "check the list"));
  }
  one.staff.draft(one.at);
  auto page = one.staff.first.get(one.at + "/approve");
  if (says(page, "Record my reading")) {
    one.staff.first.post(one.at + "/read", with_version(page, answered(page, "yes")));
    page = one.staff.first.get(one.at + "/approve");
  }
  CHECK(says(page, "TEST District Court forbade it until " + desk::day_words(page::Locale::of(page::Language::en), one.in(18))));
}

TEST_CASE("a gag that changes after the first approval voids it and tells who gave it") {
  Case one;
  one.staff.draft(one.at);
  REQUIRE(one.staff.approve(one.office, one.staff.first, demo::first_approver_email, one.at).status == 303);
  REQUIRE(one.save(one.gag(18, 10)).status == 303);
  const auto file = one.office.deployment->casework->find(one.ref);
  CHECK(file->draft->approved_by.empty());
  const auto approver = one.office.deployment->people.find_by_email(demo::first_approver_email);
  CHECK(*one.office.deployment->db.integer("SELECT count(*) FROM desk_message WHERE ref = ? AND person = ?",
                                           {one.ref, approver->id}) == 1);
  one.staff.approve_both(one.office, one.at);
  CHECK(one.office.deployment->casework->find(one.ref)->decisions.back().approved_by.size() == 2);
}

TEST_CASE("a gag that is not whole says what is missing and keeps what was typed") {
  Case one;
  Fields fields = one.gag(20, 10);
  fields[1].second = "";
  const auto no_court = one.save(fields);
  CHECK(no_court.status == 422);
  CHECK(says(no_court, "#court"));
  CHECK(says(no_court, "Page 2: shall not disclose"));
  const auto no_review = one.save({{"kind", "statute"}, {"court", "A law"}, {"zone", "UTC"}, {"shown_by", "p. 1"}});
  CHECK(says(no_review, "#review"));
  fields = one.gag(20, 10);
  fields[2].second = "Mars/Olympus";
  CHECK(says(one.save(fields), "#zone"));
  fields = one.gag(20, 10);
  fields[4].second = "thirteen";
  CHECK(says(one.save(fields), "#until"));
  CHECK_FALSE(one.office.deployment->casework->find(one.ref)->gag);
}

TEST_CASE("the calendar of gags stands in order of review") {
  Case later;
  REQUIRE(later.save(later.gag(28, 27)).status == 303);
  Case sooner;
  REQUIRE(sooner.save(sooner.gag(28, 3)).status == 303);
  const auto page = later.staff.intake.get("/desk/notices");
  CHECK(page.status == 200);
  CHECK(page.body.find(sooner.ref) < page.body.find(later.ref));
  CHECK(says(page, "/desk/cases/" + sooner.ref + "/notice"));
  CHECK(says(later.staff.intake.get("/desk/inbox/notices"), "/desk/notices"));
}

TEST_CASE("25: of a European order the authority informs: no button, and the job sends nothing") {
  Case one("production_order");
  const auto bench = one.staff.decider.get(one.at);
  CHECK(says(bench, "The authority informs the user; we must not"));
  CHECK_FALSE(says(bench, "Save the gag"));
  // The policy of this deployment gives nothing on such an order: it is a deviation.
  REQUIRE(one.staff.deviate(one.at, "The order is valid.").status == 303);
  one.staff.approve_both(one.office, one.at);
  one.staff.hand_over(one.at);
  const auto page = one.staff.intake.get(one.at + "/notice");
  CHECK(says(page, "The authority informs the user; we must not"));
  CHECK_FALSE(says(page, one.at + "/gag"));
  const auto calendar = one.staff.intake.get("/desk/notices");
  const auto row = calendar.body.find(one.ref);
  REQUIRE(row != std::string::npos);
  const std::string cells = calendar.body.substr(row, calendar.body.find("</tr>", row) - row);
  CHECK(cells.contains("The authority informs; we must not."));
  CHECK_FALSE(cells.contains("/notice"));
  one.run_until(one.began + days(2));
  CHECK(one.mails() == 0);
}

TEST_CASE("26: a gag ends at midnight in the court's zone: the notice goes the next day, once, and its proof checks") {
  Case one;
  REQUIRE(one.save(one.gag(5, 4)).status == 303);
  one.deliver();
  CHECK(says(one.staff.intake.get(one.at + "/notice"), "Do not tell the user."));
  CHECK(one.mails() == 0);
  const base::Time midnight = *notice::day_ends_at(one.in(5), "America/New_York");
  one.run_until(midnight - minutes(1));
  CHECK(one.mails() == 0);
  one.run_until(base::Time(base::day_of(midnight) + days(1)));
  CHECK(one.mails() == 1);
  CHECK(one.mail().contains(base::format_day(one.in(5))));
  CHECK(one.mail().contains("could not tell you before, because the order of a court"));
  CHECK(one.mail().contains(one.office.deployment->settings.site_url + "receipt/"));
  one.run_until(midnight + days(3));
  CHECK(*one.office.deployment->db.integer(
            "SELECT count(*) FROM case_event WHERE ref = ? AND kind = 'noticed' AND detail LIKE '%given%'",
            {one.ref}) == 1);
  const auto page = one.staff.intake.get(one.at + "/notice");
  CHECK(says(page, "were told"));
  CHECK_FALSE(says(page, "Do not tell the user."));
  CHECK_FALSE(says(one.staff.intake.get("/desk/notices"), one.ref));

  // What the user gets for an answer to that mail, as a stranger checks it.
  app::Deployment& deployment = *one.office.deployment;
  REQUIRE(app::run_due(deployment, one.office.clock.now(),
                       [](std::string_view, const base::Error& error) { FAIL(error.message()); }));
  const auto receipts = app::receipts_of(deployment, one.ref);
  REQUIRE(receipts);
  const crypto::NativeHost host;
  std::size_t checked = 0;
  for (const log::Receipt& receipt : *receipts) {
    if (!receipt.folder.starts_with("notice") && !receipt.folder.starts_with("disclosure")) continue;
    const auto verdict = verify::check_notice(
        host, {.proof = receipt.proof, .policy = file_text(deployment.layout.policy_file()), .bundles = {}});
    for (const verify::Statement& statement : verdict.statements) {
      CAPTURE(statement.name);
      CHECK(statement.answer != verify::Answer::no);
    }
    ++checked;
  }
  CHECK(checked == 3);  // the disclosure, its delay and what was told at last
}

TEST_CASE(
    "a gag extended after delivery moves the notice and its words; one without end that is lifted is told after all") {
  Case one;
  REQUIRE(one.save(one.gag(8, 7)).status == 303);
  one.deliver();
  REQUIRE(one.save(one.gag(12, 9)).status == 303);
  one.run_until(one.began + days(11));
  CHECK(one.mails() == 0);
  Fields endless = {
      {"kind", "statute"}, {"court", "Secrecy Act s. 4"}, {"zone", "UTC"}, {"shown_by", "A letter of today"}};
  add_day(endless, "review", one.in(30));
  REQUIRE(one.save(endless).status == 303);
  CHECK(says(one.staff.intake.get(one.at + "/notice"), "No notice is planned"));
  one.run_until(one.began + days(16));
  CHECK(one.mails() == 0);
  REQUIRE(one.save({{"kind", "none"}, {"zone", "UTC"}, {"shown_by", "The court lifted it"}}).status == 303);
  one.run_until(one.began + days(16) + minutes(1));
  CHECK(one.mails() == 1);
}
