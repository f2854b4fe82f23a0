#include "app/applications.h"
#include "portal.h"

using namespace writ;
using namespace writ::faces;

namespace {

const Fields application = {{"name", "Captain Example"},     {"email", "captain@fr.police.example"},
                            {"agency", "TEST Police"},       {"country", "FR"},
                            {"supervisor", "Major Example"}, {"attest", "yes"}};

std::string newest_mail(Office& office, const std::string& to) {
  std::string found;
  for (const auto& one : std::filesystem::directory_iterator(office.root / "state" / "outbox")) {
    const std::string text = file_text(one.path());
    if (text.find(to) != text.npos) found = text;
  }
  return found;
}

}  // namespace

TEST_CASE("an officer applies, confirms the mailbox, is found and let in by the desk, and gets an invitation") {
  Office& office = Office::get();
  Browser applicant(office);
  CHECK(applicant.get("/portal/apply").status == 200);
  const auto wrong = applicant.post("/portal/apply", {{"name", "Captain Example"}});
  CHECK(wrong.status == 422);
  CHECK(says(wrong, "Captain Example"));
  const auto sent = applicant.post("/portal/apply", application);
  CHECK(sent.status == 200);
  const std::string mail = newest_mail(office, "captain@fr.police.example");
  const auto at = mail.find("portal/apply/confirm/");
  REQUIRE(at != mail.npos);
  const std::string link = "/" + mail.substr(at, 21 + 64);
  CHECK(applicant.get(link).status == 200);
  CHECK(applicant.get(link).status == 200);  // a mail program looked first
  CHECK(applicant.post(link, {}).status == 200);
  CHECK(applicant.post(link, {}).status == 410);

  Browser intake(office);
  intake.sign_in(demo::intake_email);
  CHECK(says(intake.get("/desk/applications"), "TEST Police"));
  const auto waiting = app::Applications(*office.deployment, office.system_clock).waiting();
  REQUIRE(waiting);
  const std::string page = "/desk/applications/" + waiting->back().id;
  CHECK(intake.post(page, {{"act", "approve"}, {"contact", ""}}).status == 422);
  CHECK(
      intake.post(page, {{"act", "approve"}, {"contact", "Directory of the ministry, 2 March, Major Example said yes"}})
          .status == 303);
  CHECK(newest_mail(office, "captain@fr.police.example").find("portal/") != std::string::npos);
  const auto officer = office.deployment->people.find_by_email("captain@fr.police.example");
  REQUIRE(officer);
  CHECK(officer->country == "FR");
  CHECK(intake.post(page, {{"act", "refuse"}, {"contact", "x"}, {"reason", "y"}}).status == 409);
}

TEST_CASE("who applies with a known address reads the same as with an unknown one") {
  Office& office = Office::get();
  std::vector<std::string> bodies;
  for (const char* email : {demo::small_officer_email, "nobody@us.police.example"}) {
    Browser browser(office);
    browser.get("/portal/apply");
    Fields fields = application;
    fields[1].second = email;
    std::string body = browser.post("/portal/apply", fields).body;
    bodies.push_back(body);
  }
  CHECK(bodies[0] == bodies[1]);
}

TEST_CASE("the desk's page of applications is for those who vet") {
  Office& office = Office::get();
  Browser gatherer(office);
  gatherer.sign_in(demo::gatherer_email);
  CHECK(gatherer.get("/desk/applications").status == 404);
}
