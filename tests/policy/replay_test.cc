#include "policy/replay.h"

#include <doctest/doctest.h>

#include <array>

#include "base/files.h"
#include "legal/countries.h"
#include "legal/vocabulary.h"

using namespace writ;

namespace {

std::string read(const std::string& file) {
  const base::DiskFiles files;
  return static_cast<const base::Files&>(files).read(base::Path(WRIT_SOURCE_DIR) / file).value();
}

policy::Policy shipped(const std::string& id) { return *policy::Policy::parse(read("policies/" + id + ".toml"), id); }
policy::Profile profile(const std::string& id) { return *policy::parse_profile(read("profiles/" + id + ".toml"), id); }

legal::Request request_about(const std::string& offence, legal::CodeSet sought) {
  legal::Request request{.country = "US", .instrument = "court_order", .offence = offence};
  request.data_sought = std::move(sought);
  request.selectors = {{.kind = legal::SelectorKind::user_name, .value = "a"},
                       {.kind = legal::SelectorKind::user_name, .value = "b"}};
  for (const char* fact :
       {"judicial_authority", "valid_order", "suspect_confirmed", "violates_terms", "legal_analysis_done"}) {
    request.declared[fact] = legal::Fact::yes;
  }
  return request;
}

policy::ReplayCase item_of(const policy::Replay& replay, const legal::Request& request) {
  return policy::case_of(request, request.declared, replay.facts());
}

using Tally = std::map<std::string, std::uint64_t>;

}  // namespace

TEST_CASE("replay counts what each policy and holding would have given, and names the rules that differ") {
  auto replay = *policy::Replay::make({.policies = {shipped("telegram-2018"), shipped("telegram-2024-09")},
                                       .profiles = {profile("telegram"), profile("session")}});
  legal::Request request = request_about("fraud", {"email", "phone_number"});
  REQUIRE(replay.add(item_of(replay, request), 1));
  request.declared.erase("valid_order");
  REQUIRE(replay.add(item_of(replay, request), 2));
  REQUIRE(replay.add(item_of(replay, request_about("terrorism", {"email"})), 3));
  const auto columns = replay.columns();
  REQUIRE(columns.size() == 4);
  CHECK(columns[0].refused == Tally{{"not_offered", 1}, {"offence_not_covered", 2}});
  CHECK(columns[2].answered == 1);
  CHECK(columns[2].disclosed == Tally{{"phone_number", 1}});
  CHECK(columns[2].identifiers == 2);
  CHECK(columns[2].undecided == 1);
  CHECK(columns[3].no_data == 1);
  const auto differences = replay.differences();
  REQUIRE(differences.size() == 2);
  for (const auto& difference : differences) {
    CHECK(difference.count == 1);
    CHECK(difference.outcomes[0] == "refused (offence_not_covered; rule other-offence)");
    if (difference.lines == std::vector<std::uint64_t>{1}) {
      CHECK(difference.outcomes[2] == "answered (phone_number; rule give)");
      CHECK(difference.outcomes[3] == "no data (rule give)");
    } else {
      CHECK(difference.outcomes[2] == "undecided (unknown: valid_order)");
    }
  }
}

TEST_CASE("of a sequence the policy in force on the day of receipt decides") {
  auto replay = *policy::Replay::make(
      {.in_force = {shipped("telegram-2024-09"), shipped("telegram-2018")}, .profiles = {profile("telegram")}});
  policy::ReplayCase item = item_of(replay, request_about("fraud", {"phone_number"}));
  item.received = base::parse_day("2024-09-23");
  REQUIRE(replay.add(item, 1));
  item.received = base::parse_day("2024-09-24");
  REQUIRE(replay.add(item, 2));
  const auto column = replay.columns().front();
  CHECK(column.policy_id == "in-force");
  CHECK(column.answered_by_policy == Tally{{"telegram-2024-09", 1}});
  CHECK(column.refused == Tally{{"offence_not_covered", 1}});
  item.received = base::parse_day("2018-08-27");
  CHECK(replay.add(item, 3).error().message() ==
        "received: \"2018-08-27\": no policy of the sequence is in force on this day");
  item.received.reset();
  CHECK(replay.add(item, 4).error().field == "received");
  CHECK(replay.requests() == 2);
}

TEST_CASE("a policy that looks at the identifier is asked once for each kind, as casework asks") {
  auto replay = *policy::Replay::make({.policies = {shipped("onion-service")}, .profiles = {profile("onion-service")}});
  legal::Request request = request_about("fraud", {"last_seen"});
  request.selectors.push_back({.kind = legal::SelectorKind::ip_address, .value = "192.0.2.1"});
  REQUIRE(replay.add(item_of(replay, request), 1));
  request.selectors.erase(request.selectors.begin(), request.selectors.begin() + 2);
  REQUIRE(replay.add(item_of(replay, request), 2));
  const auto column = replay.columns().front();
  CHECK(column.answered == 1);
  CHECK(column.identifiers == 2);  // to the address nothing is given
  CHECK(column.refused == Tally{{"not_held", 1}});
}

TEST_CASE("users are counted where data was gathered, bounded where less is given, unknown where nobody looked") {
  auto replay = *policy::Replay::make({.policies = {shipped("telegram-2024-09"), shipped("signal")},
                                       .profiles = {profile("synapse"), profile("onion-service")}});
  policy::ReplayCase item = item_of(replay, request_about("fraud", {"ip_address", "last_seen", "phone_number"}));
  item.course.gathered = true;
  item.course.asked_for = policy::mask_of({"ip_address", "phone_number"});
  item.course.found = policy::mask_of({"phone_number"});
  item.course.users = 5;
  REQUIRE(replay.add(item, 1));
  const auto columns = replay.columns();
  CHECK(columns[0].disclosed == Tally{{"phone_number", 1}});  // no address was found
  CHECK(columns[0].users_least == 5);
  CHECK(columns[0].users_most == 5);
  CHECK(columns[1].no_data == 1);
  CHECK(columns[2].answered == 1);  // Signal gives other data, for which nobody looked
  CHECK(columns[2].not_gathered == 1);
  CHECK(columns[2].users_most == 0);
  item.course.found = item.course.asked_for;
  auto less =
      *policy::Replay::make({.policies = {shipped("telegram-2024-09")}, .profiles = {[] {
                                                                          policy::Profile one = profile("telegram");
                                                                          one.categories["ip_address"].held = false;
                                                                          return one;
                                                                        }()}});
  REQUIRE(less.add(item, 1));
  CHECK(less.columns().front().users_least == 1);
  CHECK(less.columns().front().users_most == 5);
}

TEST_CASE("what people did stands: a deviation gives no more, a withdrawn request meets no policy") {
  auto replay = *policy::Replay::make(
      {.policies = {shipped("telegram-2018"), shipped("telegram-2024-09")}, .profiles = {profile("telegram")}});
  policy::ReplayCase item = item_of(replay, request_about("political", {"phone_number"}));
  item.course.deviates = true;
  item.course.ground = *policy::position_in(legal::grounds(), "human_rights");
  REQUIRE(replay.add(item, 1));
  item.course = {.aside = policy::Course::Aside::withdrawn};
  REQUIRE(replay.add(item, 2));
  const auto columns = replay.columns();
  CHECK(columns[0].refused == Tally{{"offence_not_covered", 1}});
  CHECK(columns[1].refused == Tally{{"human_rights", 1}});
  CHECK(columns[1].set_aside == Tally{{"withdrawn", 1}});
  REQUIRE(replay.differences().size() == 1);
  CHECK(replay.differences().front().outcomes[1] == "refused (human_rights; by staff, against rule give)");
}

TEST_CASE("the tables by position decide as the policies do, whatever is known") {
  for (const char* id : {"telegram-2018", "telegram-2024-09", "signal", "session", "us-2703", "eu-e-evidence",
                         "uk-copo", "onion-service"}) {
    const policy::Policy policy = shipped(id);
    for (unsigned seed = 0; seed < 2000; ++seed) {
      unsigned state = seed * 2654435761U + 1;
      const auto draw = [&](unsigned below) { return (state = state * 1664525U + 1013904223U) / 65536U % below; };
      legal::Request request = request_about("fraud", {"phone_number"});
      request.country = legal::countries()[draw(static_cast<unsigned>(legal::countries().size()))].alpha2;
      if (draw(2) == 0) request.country = std::array{"US", "DE", "GB", "DK"}[draw(4)];
      request.instrument = legal::instruments()[draw(static_cast<unsigned>(legal::instruments().size()))].code;
      request.offence = legal::offences()[draw(static_cast<unsigned>(legal::offences().size()))].code;
      request.selectors.resize(1);
      request.selectors[0].kind = static_cast<legal::SelectorKind>(draw(5));
      for (const char* fact :
           {"issued_by_judge", "serious_offence", "emergency_confirmed", "indictable_or_terrorist"}) {
        request.declared[fact] = legal::Fact::yes;
      }
      for (auto& [name, fact] : request.declared) fact = static_cast<legal::Fact>(draw(3));
      auto replay = *policy::Replay::make({.policies = {policy}, .profiles = {profile("synapse")}});
      REQUIRE(replay.add(item_of(replay, request), 1));
      const auto verdict = policy.decide(policy::question_of(request, request.declared));
      const auto column = replay.columns().front();
      CHECK(column.undecided == (verdict.decided() ? 0 : 1));
      if (verdict.decided() && verdict.disclose.empty()) CHECK(column.refused == Tally{{verdict.ground, 1}});
    }
  }
}

TEST_CASE("a replay that cannot be made says why") {
  CHECK(policy::Replay::make({.profiles = {profile("signal")}}).error().field == "policy");
  CHECK(policy::Replay::make({.policies = {shipped("signal")}}).error().field == "profile");
  CHECK(policy::Replay::make({.in_force = {shipped("signal"), shipped("signal")}, .profiles = {profile("signal")}})
            .error()
            .field == "in-force");
  CHECK(policy::Replay::make(
            {.policies = {shipped("signal")}, .profiles = {profile("signal")}, .country = std::string("UK")})
            .error()
            .field == "country");
}
