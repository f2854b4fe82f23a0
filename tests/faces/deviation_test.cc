// Deciding account by account, and many at once.
#include <nlohmann/json.hpp>

#include "app/gather.h"
#include "faces/desk_deviation.h"
#include "staff.h"

using namespace writ;
using namespace writ::faces;

namespace {

/// A verified request about `count` accounts of the sample.
std::string submit_about(Office& office, std::size_t count) {
  auto sample = demo::read_accounts(office.root / "state" / "messenger.db");
  REQUIRE(sample);
  std::erase_if(*sample, [](const demo::SampleAccount& one) { return one.phone.empty() || one.deactivated; });
  auto json = nlohmann::json::parse(demo::small_request(*sample, office.random));
  const auto one = json["selectors"][0];
  json["selectors"] = nlohmann::json::array();
  for (std::size_t i = 0; i < count; ++i) {
    auto next = one;
    next["kind"] = "user_name";
    next["value"] = "someone-" + std::to_string(i);
    json["selectors"].push_back(next);
  }
  auto request = intake::parse_request(json.dump(), office.clock.now());
  if (!request) FAIL(request.error().message());
  const auto officer = office.deployment->people.find_by_email(demo::small_officer_email);
  const auto accepted = app::Desk(*office.deployment).submit(*officer, {*request});
  if (!accepted) FAIL(accepted.error().message());
  const std::string ref = accepted->front().ref;
  const auto intake = office.deployment->people.find_by_email(demo::intake_email);
  REQUIRE(app::Desk(*office.deployment)
              .verify(*intake, ref, {.facts = {{"suspect_confirmed", legal::Fact::yes}}, .recodes = {}}));
  return ref;
}

}  // namespace

TEST_CASE("one account gets a shorter time than was asked, another is refused on its own ground") {
  Office& office = Office::get();
  const std::string ref = submit_about(office, 2);
  const std::string at = "/desk/cases/" + ref;
  Browser decider(office);
  decider.sign_in(demo::decider_email);
  const auto page = decider.get(at);
  Fields fields = {{"kind", "deviate"},
                   {"give-0", "phone_number"},
                   {"from-0", "tomorrow"},
                   {"to-0", "2026-02-01"},
                   {"ground", "staff_override"},
                   {"ground-1", "human_rights"},
                   {"because", "The order names January only."}};
  auto answer = decider.post(at + "/decide", with_version(page, fields));
  CHECK(answer.status == 422);
  CHECK(says(answer, "#from-0"));
  CHECK(says(answer, "value=\"tomorrow\""));
  fields[2].second = "2026-01-01 08:00";
  answer = decider.post(at + "/decide", with_version(page, fields));
  REQUIRE(answer.status == 303);
  const auto file = office.deployment->casework->find(ref);
  REQUIRE(file->draft);
  CHECK(file->draft->outcome == "partial");
  REQUIRE(file->draft->windows.size() == 2);
  CHECK(file->draft->windows[0]->from == *base::parse_time("2026-01-01T08:00:00Z"));
  CHECK(file->draft->grounds[1] == "human_rights");
  // Exactly this is asked, and approvers read it.
  const auto questions = app::planned_questions(*file, *file->draft);
  CHECK(questions[0].window->from == *base::parse_time("2026-01-01T08:00:00Z"));
  CHECK(questions[0].window->to == *base::parse_time("2026-02-01T00:00:00Z"));
  CHECK(questions[1].categories.empty());
  const auto shown = decider.get(at);
  CHECK(says(shown, "only from 1 Jan 2026, 08:00 UTC"));
  CHECK(says(shown, "nothing is given. Ground: "));
  // From the events alone the same comes out again.
  REQUIRE(office.deployment->casework->rebuild());
  CHECK(office.deployment->casework->find(ref)->draft->windows == file->draft->windows);
}

TEST_CASE("four hundred accounts are decided in groups, on a page that stays small") {
  Office& office = Office::get();
  const std::string ref = submit_about(office, 400);
  const std::string at = "/desk/cases/" + ref;
  Browser decider(office);
  decider.sign_in(demo::decider_email);
  const auto page = decider.get(at);
  CHECK(says(page, "Group 1"));
  CHECK(page.body.size() < 300'000);
  const Fields rest = {
      {"kind", "deviate"}, {"ground", "staff_override"}, {"because", "Only some are named in the order."}};
  Fields wrong = {{"accounts-g1", "1-200"}, {"give-g1", "phone_number"}, {"accounts-g2", "200-401"}};
  wrong.insert(wrong.end(), rest.begin(), rest.end());
  auto answer = decider.post(at + "/decide", with_version(page, wrong));
  CHECK(answer.status == 422);
  CHECK(says(answer, "numbers 1 to 400"));
  CHECK(says(answer, "value=\"1-200\""));
  Fields good = {{"accounts-g1", "1-200, 207"},
                 {"give-g1", "phone_number"},
                 {"accounts-g2", "201-206"},
                 {"ground-g2", "human_rights"}};
  good.insert(good.end(), rest.begin(), rest.end());
  REQUIRE(decider.post(at + "/decide", with_version(page, good)).status == 303);
  const auto file = office.deployment->casework->find(ref);
  REQUIRE(file->draft);
  CHECK(file->draft->granted[206] == legal::CodeSet{"phone_number"});
  CHECK(file->draft->granted[207].empty());
  CHECK(file->draft->grounds[203] == "human_rights");
  const auto shown = decider.get(at);
  CHECK(says(shown, "Accounts 1 to 200"));
  CHECK(says(shown, "Accounts 208 to 400"));
  CHECK(shown.body.size() < 300'000);
}

TEST_CASE("numbers of accounts are read as people write them") {
  const page::Locale& english = page::Locale::of(page::Language::en);
  CHECK(*account_numbers(english, "all", 3) == std::vector<std::size_t>{0, 1, 2});
  CHECK(*account_numbers(english, "1-2, 3,2", 3) == std::vector<std::size_t>{0, 1, 2});
  CHECK(*account_numbers(english, "2-", 3) == std::vector<std::size_t>{1, 2});
  for (const char* text : {"0", "4", "3-1", "1-4", "x", "1 2", "1,,2", "99999999999999999999", "-2", "1--2"}) {
    CAPTURE(text);
    CHECK_FALSE(account_numbers(english, text, 3));
  }
}
