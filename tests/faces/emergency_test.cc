// Emergencies at the desk: the number that a request brings proves nothing (design: faces.md section 5; check 23).
#include "app/documents.h"
#include "office.h"

using namespace writ;
using namespace writ::faces;

namespace {

constexpr const char* brought = "+1 202-555-0143";
constexpr const char* statement = "As declared in the portal.\nDanger: ring me at once on +1 202-555-0143.\n";

struct Emergency {
  Office& office = Office::get();
  std::string ref = office.submit(true);
  std::string at = "/desk/cases/" + ref;
  std::string officer = office.deployment->people.find_by_email(demo::small_officer_email)->id;
  Browser intake{office};
  std::string document;

  Emergency() {
    REQUIRE(office.deployment->casework->comment(officer, ref, statement));
    const auto added = app::Documents(*office.deployment).add(officer, ref, "request.json", statement);
    REQUIRE(added);
    document = app::Documents(*office.deployment).list(ref)->back().id;
    CHECK(intake.sign_in(demo::intake_email).status == 303);
  }
  /// Every page on which the request's own words could stand.
  bool shown(const char* text) {
    bool found = false;
    for (const char* tail : {"", "/verify", "/history", "/authority"})
      found = found || says(intake.get(at + tail), text);
    return found || says(intake.get(at + "/documents/" + document + "/text"), text);
  }
};

/// Of the authority that the case comes from; what was there before goes out of use.
std::string enter_number(Emergency& emergency, const char* typed) {
  const auto request = emergency.office.deployment->casework->find(emergency.ref)->request;
  authority::Directory directory(emergency.office.deployment->db, emergency.office.clock, emergency.office.random);
  const auto before = directory.of_requester(request.country, request.agency, "");
  for (const authority::Entry& one : *before) REQUIRE(directory.take_out_of_use(one.id, "replaced", "system"));
  const auto page = emergency.intake.post("/desk/authorities", {{"name", request.agency},
                                                                {"country", request.country},
                                                                {"number", typed},
                                                                {"mailbox_domain", ""},
                                                                {"source", "The ministry's public list"},
                                                                {"checked-day", "1"},
                                                                {"checked-month", "3"},
                                                                {"checked-year", "2026"}});
  REQUIRE(page.status == 303);
  return directory.of_requester(request.country, request.agency, "")->front().number;
}

}  // namespace

TEST_CASE("23: a number in the request is on no page before a call is recorded, the directory's number is") {
  Emergency emergency;
  const std::string number = enter_number(emergency, "+1 (202) 555-0199");
  CHECK(number == "+12025550199");
  CHECK_FALSE(emergency.shown(brought));
  CHECK(says(emergency.intake.get(emergency.at + "/verify"), number));
  CHECK(says(emergency.intake.get(emergency.at), "shown once a call is recorded"));
  CHECK(emergency.intake.get(emergency.at + "/documents/" + emergency.document + "/original").status == 409);

  REQUIRE(
      emergency.intake
          .post(emergency.at + "/call",
                {{"number", number}, {"reached", "yes"}, {"answered-by", "the duty desk"}, {"said", "They confirm."}})
          .status == 303);
  CHECK(emergency.shown(brought));
  CHECK(emergency.intake.get(emergency.at + "/documents/" + emergency.document + "/original").status == 200);
}

TEST_CASE("a call on a number that is not in the directory is not recorded") {
  Emergency emergency;
  enter_number(emergency, "+1 202 555 0198");
  const auto refused = emergency.intake.post(
      emergency.at + "/call",
      {{"number", brought}, {"reached", "yes"}, {"answered-by", "him"}, {"said", "He confirms."}});
  CHECK(refused.status == 422);
  CHECK(says(refused, "our own directory"));
  CHECK(says(refused, "He confirms."));
  CHECK(emergency.office.deployment->casework->find(emergency.ref)->calls.empty());
}

TEST_CASE("a directory without this authority says so and leads to the form that adds it") {
  Emergency emergency;
  const auto request = emergency.office.deployment->casework->find(emergency.ref)->request;
  authority::Directory directory(emergency.office.deployment->db, emergency.office.clock, emergency.office.random);
  for (const authority::Entry& one : *directory.of_requester(request.country, request.agency, ""))
    REQUIRE(directory.take_out_of_use(one.id, "replaced", "system"));
  const auto page = emergency.intake.get(emergency.at + "/verify");
  CHECK(says(page, "has no number for this authority"));
  CHECK(says(page, "/desk/authorities?country=" + request.country));
  CHECK_FALSE(says(page, "Record the call"));
}

TEST_CASE("an entry of the directory that is not whole says what is missing and keeps what was typed") {
  Emergency emergency;
  const auto page = emergency.intake.post(
      "/desk/authorities", {{"name", "Police"}, {"country", "FR"}, {"number", "call me"}, {"source", "The list"}});
  CHECK(page.status == 422);
  CHECK(says(page, "#number"));
  CHECK(says(page, "The list"));
}
