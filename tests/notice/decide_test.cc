#include <doctest/doctest.h>

#include "notice/notice.h"

namespace writ::notice {

namespace {

base::Time at(std::string_view text) { return *base::parse_time(text); }

Situation delivered(std::vector<Gag> gags = {}) {
  return {.instrument = "court_order",
          .promised = true,
          .asked = {},
          .gags = std::move(gags),
          .delivered_at = at("2024-10-02T09:30:00Z")};
}

Gag gag(std::string_view from, std::string_view until) {
  return {Gag::Kind::court_order,
          "District Court",
          at(from),
          until.empty() ? std::nullopt : std::optional(at(until)),
          "",
          {}};
}

}  // namespace

TEST_CASE("without a gag the user is told at delivery, and secrecy that was only asked for changes nothing") {
  Situation situation = delivered();
  situation.asked = {true, "please do not tell the subject"};
  const Plan plan = *decide_notice(situation);
  CHECK(plan.duty == Duty::must_notify);
  CHECK(plan.due_at == situation.delivered_at);
  CHECK(plan.logged == "given");
  CHECK(plan.reason.find("asked for secrecy, but nothing that binds") != std::string::npos);
}

TEST_CASE("where the provider promises nothing, staff may tell and nothing is logged before they choose") {
  Situation situation = delivered();
  situation.promised = false;
  const Plan plan = *decide_notice(situation);
  CHECK(plan.duty == Duty::may_notify);
  CHECK_FALSE(plan.due_at);
  CHECK(plan.logged.empty());
}

TEST_CASE("a gag delays the notice to the day after it ends, in the zone of the court") {
  // The end of 1 May in New York is 04:00 UTC on 2 May.
  const Plan new_york = *decide_notice(delivered({gag("2024-09-01T00:00:00Z", "2025-05-02T04:00:00Z")}));
  CHECK(new_york.duty == Duty::must_not_yet);
  CHECK(new_york.logged == "delayed");
  CHECK(new_york.due_at == at("2025-05-03T00:00:00Z"));
  const Plan utc = *decide_notice(delivered({gag("2024-09-01T00:00:00Z", "2025-05-02T00:00:00Z")}));
  CHECK(utc.due_at == at("2025-05-02T00:00:00Z"));
}

TEST_CASE("a second gag that begins before the notice of the first is due delays it further") {
  const Plan plan = *decide_notice(delivered(
      {gag("2025-05-01T00:00:00Z", "2025-07-01T00:00:00Z"), gag("2024-09-01T00:00:00Z", "2025-05-02T04:00:00Z")}));
  CHECK(plan.due_at == at("2025-07-01T00:00:00Z"));
}

TEST_CASE("a gag that is over, or that begins after the notice went out, delays nothing") {
  CHECK(decide_notice(delivered({gag("2024-01-01T00:00:00Z", "2024-10-02T09:30:00Z")}))->duty == Duty::must_notify);
  CHECK(decide_notice(delivered({gag("2024-10-02T09:30:01Z", "2025-01-01T00:00:00Z")}))->duty == Duty::must_notify);
}

TEST_CASE("a gag without end bars the notice, also when it follows one that ends") {
  CHECK(decide_notice(delivered({gag("2024-09-01T00:00:00Z", "")}))->duty == Duty::must_not);
  const Plan plan =
      *decide_notice(delivered({gag("2024-09-01T00:00:00Z", "2025-05-02T04:00:00Z"), gag("2025-05-02T00:00:00Z", "")}));
  CHECK(plan.duty == Duty::must_not);
  CHECK(plan.logged == "barred");
}

TEST_CASE("on a European order the authority informs and the provider keeps secrecy, whatever else holds") {
  for (const char* instrument : {"production_order", "preservation_order"}) {
    Situation situation = delivered();
    situation.instrument = instrument;
    const Plan plan = *decide_notice(situation);
    CHECK(plan.duty == Duty::must_not);
    CHECK(plan.logged == "barred");
    CHECK_FALSE(plan.due_at);
    CHECK(plan.reason.find("2023/1543 Art. 13") != std::string::npos);
  }
}

TEST_CASE("a gag that nobody imposed, or that ends before it begins, is refused by name") {
  Gag nameless = gag("2024-09-01T00:00:00Z", "");
  nameless.court = "";
  const auto no_court = decide_notice(delivered({nameless}));
  REQUIRE_FALSE(no_court);
  CHECK(no_court.error().field == "gags[0].court");
  const auto backwards = decide_notice(delivered({gag("2024-09-01T00:00:00Z", "2024-08-01T00:00:00Z")}));
  REQUIRE_FALSE(backwards);
  CHECK(backwards.error().field == "gags[0].end");
  CHECK(backwards.error().value == "2024-08-01T00:00:00Z");
}

TEST_CASE("names of duties and gags read back as what they were") {
  for (const Duty duty : {Duty::must_notify, Duty::may_notify, Duty::must_not, Duty::must_not_yet})
    CHECK(duty_of(name_of(duty)) == duty);
  for (const auto kind : {Gag::Kind::court_order, Gag::Kind::prosecutor_order, Gag::Kind::statute})
    CHECK(gag_kind(name_of(kind)) == kind);
  CHECK_FALSE(duty_of("never"));
}

}  // namespace writ::notice
