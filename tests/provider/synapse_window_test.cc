// Questions by address and time window, the audit, and a source that cannot be read.
#include "provider/synapse_sqlite.h"
#include "synapse_file.h"

using namespace writ;
using namespace writ::provider;
using legal::SelectorKind;

namespace {
Question about_address(const char* address, std::optional<legal::Window> asked) {
  auto question = about(SelectorKind::ip_address, address, {"ip_address"});
  question.selector.window = asked;
  return question;
}
const auto a_day = [] { return window("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z"); };
}  // namespace

TEST_CASE("an address finds the accounts of every stored spelling in the window, and says what it can miss") {
  SynapseFile file;
  int number = 0;
  for (const char* spelling :
       {"203.0.113.7", "::ffff:203.0.113.7", "203.0.113.7:99", "::FFFF:CB00:7107", "203.0.113.8"}) {
    const std::string id = "@u" + std::to_string(number++) + ":x.example";
    file.user(id, "2023-01-01T00:00:00Z");
    file.seen(id, spelling, "2024-03-01T12:00:00Z");
  }
  auto connector = connector_of(options_for(file));
  const auto answer = connector->ask(about_address("203.0.113.7", a_day()));
  REQUIRE(answer);
  CHECK(answer->accounts.size() == 4);
  CHECK(answer->account_note.find("again later is not found") != std::string::npos);
  auto with_port = about_address("203.0.113.7", a_day());
  with_port.selector.port = 100;
  CHECK(connector->ask(with_port)->accounts.size() == 3);  // the row that stores port 99 is another's
}

TEST_CASE("an account that used the address in the window and again later is not found: the row has moved") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.7", "2024-03-01T12:00:00Z");
  auto connector = connector_of(options_for(file));
  CHECK(connector->ask(about_address("203.0.113.7", a_day()))->accounts.size() == 1);
  REQUIRE(file.db().run("UPDATE user_ips SET last_seen = last_seen + 86400000"));
  CHECK(connector->ask(about_address("203.0.113.7", a_day()))->accounts.empty());
}

TEST_CASE("an address without a window, with a longer one than a day, or that is no user's is refused") {
  SynapseFile file;
  auto connector = connector_of(options_for(file));
  CHECK(connector->ask(about_address("203.0.113.7", a_day())));
  CHECK(connector->ask(about_address("203.0.113.7", {})).error().field == "selector.window");
  CHECK(connector->ask(about_address("203.0.113.7", window("2024-03-01T00:00:00Z", "2024-03-02T00:00:01Z")))
            .error()
            .field == "selector.window");
  CHECK(connector->ask(about_address("203.0.113.7", window("2024-03-02T00:00:00Z", "2024-03-02T00:00:00Z")))
            .error()
            .field == "selector.window");
  CHECK(connector->ask(about_address("203.0.113.7", window("2024-07-02T00:00:00Z", "2024-07-02T01:00:00Z")))
            .error()
            .field == "selector.window");
  for (const char* address : {"127.0.0.1", "10.1.1.1", "100.64.0.1", "fc00:dead:beef:4dad::1", "203.0.113"}) {
    const auto refused = connector->ask(about_address(address, a_day()));
    REQUIRE_FALSE_MESSAGE(refused.has_value(), address);
    CHECK(refused.error().code == base::Errc::invalid);
  }
}

TEST_CASE("an address that fits more accounts than the cap singles nobody out and is refused") {
  SynapseFile file;
  for (int i = 0; i < 3; ++i) {
    const std::string id = "@u" + std::to_string(i) + ":x.example";
    file.user(id, "2023-01-01T00:00:00Z");
    file.seen(id, "203.0.113.7", "2024-03-01T12:00:00Z");
  }
  auto options = options_for(file);
  options.candidates_max = 3;
  CHECK(connector_of(options)->ask(about_address("203.0.113.7", a_day()))->accounts.size() == 3);
  options.candidates_max = 2;
  const auto refused = connector_of(options)->ask(about_address("203.0.113.7", a_day()));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().rule == "fits more than 2 accounts in the window: give a shorter window");
}

TEST_CASE("a source that cannot be read is an error, and its answer on file is source_unavailable for every category") {
  SynapseFile file;
  auto options = options_for(file);
  options.database += ".gone";
  const auto question = about_user({"ip_address", "phone_number"});
  const auto answer = connector_of(options)->ask(question);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == base::Errc::unavailable);
  const Answer filed = unavailable_answer(question, answer.error());
  CHECK_FALSE(filed.source_available);
  REQUIRE(filed.accounts.size() == 1);
  CHECK(filed.accounts[0].categories.at("ip_address").holding == Holding::source_unavailable);
  CHECK(filed.accounts[0].categories.at("phone_number").holding == Holding::source_unavailable);
}

TEST_CASE("the audit gets rows, duration and the selector's hash, never its value, for answers and refusals alike") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  std::vector<AuditRecord> records;
  std::string hashed;
  auto options = options_for(file);
  options.audit = {.hash =
                       [&](base::ByteView bytes) {
                         hashed = base::text(bytes);
                         return base::Hash{7};
                       },
                   .record = [&](const AuditRecord& record) { records.push_back(record); }};
  auto connector = connector_of(options);
  REQUIRE(connector->ask(about_user({"registration_date"})));
  REQUIRE_FALSE(connector->ask(about(SelectorKind::email, "nobody", {"email"})));
  REQUIRE(records.size() == 2);
  CHECK(records[0].selector_hash == base::Hash{7});
  CHECK(records[0].accounts == 1);
  CHECK(records[0].rows_read >= 1);
  CHECK(records[0].refused.empty());
  CHECK(records[1].rows_read == 0);
  CHECK_FALSE(records[1].refused.empty());
  CHECK(hashed == "email\nnobody");
}

TEST_CASE("a holdings profile with an unknown or repeated category or an absurd retention is refused by field") {
  const auto field_of = [](std::vector<HoldingsRule> rules) {
    const auto checked = check(HoldingsProfile{.id = "p", .rules = std::move(rules)});
    return checked ? "" : checked.error().field;
  };
  CHECK(field_of({{"ip_address", true, 365, ""}}).empty());
  CHECK(field_of({{"content", true, {}, ""}}) == "holdings.rules[0].category");
  CHECK(field_of({{"email", true, {}, ""}, {"email", false, {}, ""}}) == "holdings.rules[1].category");
  CHECK(field_of({{"email", true, 0, ""}}) == "holdings.rules[0].retention_days");
}
