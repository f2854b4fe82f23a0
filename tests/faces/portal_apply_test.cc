#include "app/applications.h"
#include "portal.h"

using namespace writ;
using namespace writ::faces;

namespace {

const Fields application = {{"name", "Captain Example"},     {"email", "captain@fr.police.example"},
                            {"agency", "TEST Police"},       {"country", "FR"},
                            {"supervisor", "Major Example"}, {"attest", "yes"}};

Fields application_of(const std::string& email) {
  Fields fields = application;
  fields[1].second = email;
  return fields;
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
  office.run_jobs();
  const std::string mail = office.mail_to("captain@fr.police.example");
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
  office.run_jobs();
  CHECK(office.mail_to("captain@fr.police.example").find("portal/invitation/") != std::string::npos);
  const auto officer = office.deployment->people.find_by_email("captain@fr.police.example");
  REQUIRE(officer);
  CHECK(officer->country == "FR");
  CHECK(intake.post(page, {{"act", "refuse"}, {"contact", "x"}, {"reason", "y"}}).status == 409);
}

TEST_CASE("who applies with a known address reads the same as with an unknown one, and both get a letter") {
  Office& office = Office::get();
  std::vector<std::string> bodies;
  for (const char* email : {demo::small_officer_email, "nobody@us.police.example"}) {
    Browser browser(office);
    browser.get("/portal/apply");
    const auto before = app::letters_waiting(*office.deployment).value();
    bodies.push_back(browser.post("/portal/apply", application_of(email)).body);
    CHECK(app::letters_waiting(*office.deployment).value() == before + 1);
  }
  CHECK(bodies[0] == bodies[1]);
  office.run_jobs();
  CHECK(office.mail_to(demo::small_officer_email).find("You have access already") != std::string::npos);
  CHECK(office.mail_to(demo::small_officer_email).find("apply/confirm/") == std::string::npos);
}

TEST_CASE("a mail server that is down slows nobody who applies; the letter waits and goes out when it is back") {
  Office& office = Office::get();
  app::Deployment& deployment = *office.deployment;
  deployment.settings.mail_server = "smtp://127.0.0.1:9";  // nobody listens
  Browser applicant(office);
  applicant.headers["accept-language"] = "fr";
  applicant.get("/portal/apply");
  CHECK(applicant.post("/portal/apply", application_of("late@fr.police.example")).status == 200);
  int asked = 0;
  const auto let_go = [&](const std::function<void()>& work) {
    ++asked;
    work();
  };
  const auto failed = [](std::string_view job, const base::Error& error) { FAIL_CHECK(job << ": " << error.message()); };
  REQUIRE(app::run_due(deployment, office.clock.now(), failed, let_go));
  CHECK(asked == 1);  // whoever wants a page has the deployment while the server is waited for
  CHECK(app::letters_waiting(deployment).value() == 1);
  deployment.settings.mail_server.clear();
  office.clock.advance_to(office.clock.now() + std::chrono::minutes(10));
  office.run_jobs();
  CHECK(app::letters_waiting(deployment).value() == 0);
  const std::string mail = office.mail_to("late@fr.police.example");
  CHECK(mail.find("ouvrez cette adresse") != std::string::npos);
  CHECK(mail.find("Subject: =?UTF-8?B?") != std::string::npos);
}

TEST_CASE("the desk's page of applications is for those who vet") {
  Office& office = Office::get();
  Browser gatherer(office);
  gatherer.sign_in(demo::gatherer_email);
  CHECK(gatherer.get("/desk/applications").status == 404);
}
