#include "app/preserve.h"

#include <doctest/doctest.h>

using namespace writ;
using provider::Holding;

namespace {

const base::Time made = *base::parse_time("2026-03-01T00:00:00Z");

provider::Answer answer(const std::string& account, const std::string& category, Holding holding,
                        std::vector<provider::Datum> data) {
  return {.selector = {.kind = legal::SelectorKind::user_id, .value = "ann"},
          .accounts = {{.account = account,
                        .categories = {{category, {.holding = holding, .data = std::move(data), .note = "a note"}}}}},
          .account_note = {}};
}

provider::Datum address(const std::string& value, const char* at) {
  return {.value = value, .at = base::parse_time(at), .time_meaning = "last seen at", .port = {}, .as_stored = {}};
}

app::PlannedQuestion question(const std::string& category) {
  return {
      .selector = {.kind = legal::SelectorKind::user_id, .value = "ann"},
      .categories = {category},
      .window = legal::Window{*base::parse_time("2026-02-01T00:00:00Z"), *base::parse_time("2026-03-10T00:00:00Z")}};
}

}  // namespace

TEST_CASE("how long a snapshot is kept follows the law of its instrument") {
  CHECK(app::preservation_term("preservation_letter")->first == std::chrono::days(90));
  CHECK(app::preservation_term("preservation_letter")->extension == std::chrono::days(90));
  CHECK(app::preservation_term("preservation_order")->first == std::chrono::days(60));
  CHECK(app::preservation_term("production_order")->extension == std::chrono::days(30));
  CHECK(!app::preservation_term("search_warrant"));
}

TEST_CASE("a number that the service has deleted since comes from the snapshot, and says so") {
  auto live = answer("@ann:writ.test", "phone_number", Holding::none_in_period, {});
  app::add_snapshot(live,
                    answer("@ann:writ.test", "phone_number", Holding::held,
                           {{.value = "+12025550123", .at = {}, .time_meaning = "", .port = {}, .as_stored = {}}}),
                    question("phone_number"), made);
  const auto& category = live.accounts[0].categories["phone_number"];
  CHECK(category.holding == Holding::held);
  REQUIRE(category.data.size() == 1);
  CHECK(category.note ==
        "a note 1 value is from the snapshot preserved at 2026-03-01T00:00:00Z; the service no longer holds it.");
}

TEST_CASE("what both hold stands once, in the order of time, and only inside of the window") {
  auto live = answer("@ann:writ.test", "ip_address", Holding::held, {address("203.0.113.2", "2026-02-20T00:00:00Z")});
  app::add_snapshot(
      live,
      answer("@ann:writ.test", "ip_address", Holding::held,
             {address("203.0.113.2", "2026-02-20T00:00:00Z"), address("203.0.113.1", "2026-02-10T00:00:00Z"),
              address("203.0.113.9", "2026-01-10T00:00:00Z")}),
      question("ip_address"), made);
  const auto& category = live.accounts[0].categories["ip_address"];
  REQUIRE(category.data.size() == 2);
  CHECK(category.data[0].value == "203.0.113.1");
}

TEST_CASE("an account that is gone is answered from the snapshot alone, with what is granted and nothing else") {
  provider::Answer live{.selector = {.kind = legal::SelectorKind::user_id, .value = "ann"},
                        .accounts = {},
                        .account_note = "No account."};
  auto kept = answer("@ann:writ.test", "ip_address", Holding::held, {address("203.0.113.1", "2026-02-10T00:00:00Z")});
  kept.accounts[0].categories["email"] = {.holding = Holding::held, .data = {{.value = "ann@example.org"}}, .note = ""};
  app::add_snapshot(live, kept, question("ip_address"), made);
  REQUIRE(live.accounts.size() == 1);
  CHECK(live.accounts[0].categories.size() == 1);
  CHECK(live.accounts[0].categories["ip_address"].holding == Holding::held);
}

TEST_CASE("a snapshot that holds nothing more changes nothing") {
  auto live = answer("@ann:writ.test", "ip_address", Holding::expired, {});
  app::add_snapshot(live, answer("@ann:writ.test", "ip_address", Holding::none_in_period, {}), question("ip_address"),
                    made);
  CHECK(live.accounts[0].categories["ip_address"].holding == Holding::expired);
  CHECK(live.accounts[0].categories["ip_address"].note == "a note");
}
