#include "provider/synapse_sqlite.h"

#include "synapse_file.h"

using namespace writ;
using namespace writ::provider;
using legal::SelectorKind;

TEST_CASE("a registration time is in seconds and every other time in milliseconds") {
  SynapseFile file;
  file.user("@a:x.example", "2023-05-01T10:00:00Z");
  file.seen("@a:x.example", "203.0.113.7", "2024-03-01T00:00:00Z");
  file.third_party_id("@a:x.example", "msisdn", "4930901820", "2023-05-02T00:00:00Z");
  auto connector = connector_of(options_for(file));
  CHECK(only(*connector, about_user({"registration_date"})).data[0].value == "2023-05-01T10:00:00Z");
  CHECK(only(*connector, about_user({"ip_address"})).data[0].at == at("2024-03-01T00:00:00Z"));
  CHECK(only(*connector, about_user({"phone_number"})).data[0].at == at("2023-05-02T00:00:00Z"));
}

TEST_CASE("a column in the other unit is an error, not an empty list or a date of 1970") {
  SynapseFile file;
  file.user("@a:x.example", "2023-05-01T10:00:00Z");
  file.seen_at("@a:x.example", "203.0.113.7", 1'709'251'200);
  auto connector = connector_of(options_for(file));
  const auto seconds = connector->ask(about_user({"ip_address"}));
  REQUIRE_FALSE(seconds);
  CHECK(seconds.error().message() == "synapse: \"user_ips.last_seen\": unit: 1709251200 is not a time in milliseconds");
  REQUIRE(file.db().script("DELETE FROM user_ips; UPDATE users SET creation_ts = creation_ts * 1000"));
  const auto milliseconds = connector->ask(about_user({"registration_date"}));
  REQUIRE_FALSE(milliseconds);
  CHECK(milliseconds.error().value == "users.creation_ts");
}

TEST_CASE(
    "an address is 'last seen at', with its spelling as stored, and what is no user's address is left out with a "
    "note") {
  SynapseFile file;
  file.user("@a:x.example", "2023-05-01T10:00:00Z");
  file.seen("@a:x.example", "2001:DB8:0:0::B", "2024-03-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.33:5555", "2024-03-02T00:00:00Z");
  for (const char* other : {"127.0.0.1", "10.0.0.1", "fc00:dead:beef:4dad::1", "not-an-ip"})
    file.seen("@a:x.example", other, "2024-03-03T00:00:00Z");
  file.seen("@a:x.example", "::ffff:198.51.100.1", "2024-03-04T00:00:00Z");
  auto options = options_for(file);
  options.own_addresses = {"198.51.100.1"};
  const auto answer = only(*connector_of(std::move(options)), about_user({"ip_address"}));
  CHECK(answer.holding == Holding::held);
  REQUIRE(answer.data.size() == 2);
  CHECK(answer.data[0].value == "2001:db8::b");
  CHECK(answer.data[0].as_stored == "2001:DB8:0:0::B");
  CHECK(answer.data[0].time_meaning == "last seen at");
  CHECK(answer.data[1].value == "203.0.113.33");
  CHECK(answer.data[1].port == 5555);
  CHECK(
      answer.note.starts_with("5 rows were left out, not a user's address: Tor pseudo-address 1, loopback 1, not an "
                              "address 1, private 1, the operator's own 1."));
}

TEST_CASE("only addresses that are no user's: none in period, never an empty 'held'") {
  SynapseFile file;
  file.user("@a:x.example", "2023-05-01T10:00:00Z");
  file.seen("@a:x.example", "127.0.0.1", "2024-03-03T00:00:00Z");
  const auto answer = only(*connector_of(options_for(file)), about_user({"ip_address"}));
  CHECK(answer.holding == Holding::none_in_period);
  CHECK(answer.data.empty());
}

TEST_CASE("rows later than the record clock are invisible, and so are accounts") {
  SynapseFile file;
  file.user("@a:x.example", "2024-02-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.7", "2024-03-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.8", "2024-03-01T00:00:01Z");
  file.third_party_id("@a:x.example", "msisdn", "4930901820", "2024-03-01T00:00:01Z");
  auto connector = connector_of(options_for(file));
  const auto answer = only(*connector, about_user({"ip_address"}, "2024-03-01T00:00:00Z"));
  REQUIRE(answer.data.size() == 1);
  CHECK(answer.data[0].value == "203.0.113.7");
  CHECK(only(*connector, about_user({"phone_number"}, "2024-03-01T00:00:00Z")).holding == Holding::none_in_period);
  CHECK(connector->ask(about(SelectorKind::phone_number, "+4930901820", {"email"}, "2024-03-01T00:00:00Z"))
            ->accounts.empty());
  const auto before = connector->ask(about_user({"ip_address"}, "2024-01-31T23:59:59Z"));
  CHECK(before->accounts.empty());
  CHECK(before->account_note == "No account of this name existed at that time.");
}

TEST_CASE("a row past its retention is expired, one day younger is held") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.7", "2023-07-01T12:00:00Z");
  auto connector = connector_of(options_for(file));
  CHECK(only(*connector, about_user({"ip_address"}, "2024-06-30T12:00:00Z")).holding == Holding::held);
  const auto late = only(*connector, about_user({"ip_address"}, "2024-06-30T12:00:01Z"));
  CHECK(late.holding == Holding::expired);
  CHECK(late.data.empty());
  CHECK(late.note == "Past its retention: kept for 365 days, so from 2023-07-01T12:00:01Z on.");
}

TEST_CASE(
    "a window wholly past the retention is expired even if the rows are gone; a later one without rows is none in "
    "period") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  auto connector = connector_of(options_for(file));
  auto question = about_user({"ip_address"});
  question.window = window("2023-01-01T00:00:00Z", "2023-02-01T00:00:00Z");
  CHECK(only(*connector, question).holding == Holding::expired);
  question.window = window("2024-01-01T00:00:00Z", "2024-02-01T00:00:00Z");
  CHECK(only(*connector, question).holding == Holding::none_in_period);
}

TEST_CASE("a window begins with its first second and ends before its last") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.1", "2024-03-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.2", "2024-03-02T00:00:00Z");
  auto question = about_user({"ip_address"});
  question.window = window("2024-03-01T00:00:00Z", "2024-03-02T00:00:00Z");
  const auto answer = only(*connector_of(options_for(file)), question);
  REQUIRE(answer.data.size() == 1);
  CHECK(answer.data[0].value == "203.0.113.1");
}

TEST_CASE("what the profile does not hold is not held by design, with the reason, even if rows exist") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.1", "2024-03-01T00:00:00Z");
  auto options = options_for(file);
  options.holdings.rules = {{"ip_address", false, {}, "We keep no addresses."}};
  auto connector = connector_of(std::move(options));
  const auto answer = only(*connector, about_user({"ip_address"}));
  CHECK(answer.holding == Holding::not_held_by_design);
  CHECK(answer.note == "We keep no addresses.");
  CHECK(only(*connector, about_user({"device"})).holding == Holding::not_held_by_design);
}

TEST_CASE("a deactivated account keeps its registration and addresses, and its lost phone number is explained") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z", true);
  file.seen("@a:x.example", "203.0.113.1", "2024-03-01T00:00:00Z");
  auto connector = connector_of(options_for(file));
  const auto phone = only(*connector, about_user({"phone_number"}));
  CHECK(phone.holding == Holding::none_in_period);
  CHECK(phone.note == "The account is deactivated; Synapse deletes every phone number at deactivation.");
  CHECK(only(*connector, about_user({"registration_date"})).holding == Holding::held);
  CHECK(only(*connector, about_user({"ip_address"})).holding == Holding::held);
}

TEST_CASE(
    "an account is found by its phone number in any spelling, and both accounts if two spellings are tied to two") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  file.user("@b:x.example", "2023-01-01T00:00:00Z");
  file.third_party_id("@a:x.example", "msisdn", "+49 30 901820", "2023-02-01T00:00:00Z");
  auto connector = connector_of(options_for(file));
  const auto phone = only(*connector, about(SelectorKind::phone_number, "+4930901820", {"phone_number"}));
  CHECK(phone.data[0].value == "+4930901820");
  CHECK(phone.data[0].as_stored == "+49 30 901820");
  file.third_party_id("@b:x.example", "msisdn", "4930901820", "2023-02-01T00:00:00Z");
  CHECK(connector->ask(about(SelectorKind::phone_number, "+4930901820", {"phone_number"}))->accounts.size() == 2);
  const auto missing = connector->ask(about(SelectorKind::phone_number, "+4930901821", {"phone_number"}));
  CHECK(missing->accounts.empty());
  CHECK(missing->account_note.find("does not mean there is no account") != std::string::npos);
  CHECK(connector->ask(about(SelectorKind::phone_number, "030901820", {"phone_number"})).error().code ==
        base::Errc::invalid);
}

TEST_CASE(
    "an account is found by name with and without its server, by e-mail in any letter case, and two that fit are "
    "refused") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  file.user("@ab:x.example", "2023-01-01T00:00:00Z");
  file.user("@Old:x.example", "2023-01-01T00:00:00Z");
  file.third_party_id("@a:x.example", "email", "A@mail.example", "2023-02-01T00:00:00Z");
  auto connector = connector_of(options_for(file));
  const auto account = [&](SelectorKind kind, const char* value) {
    return connector->ask(about(kind, value, {"email"}))->accounts.at(0).account;
  };
  CHECK(account(SelectorKind::user_name, "a") == "@a:x.example");
  CHECK(account(SelectorKind::user_name, "@a:x.example") == "@a:x.example");
  CHECK(account(SelectorKind::user_name, "old") == "@Old:x.example");
  CHECK(account(SelectorKind::email, "a@mail.example") == "@a:x.example");
  file.user("@OLD:x.example", "2023-01-01T00:00:00Z");
  CHECK(connector->ask(about(SelectorKind::user_name, "old", {"email"})).error().code == base::Errc::invalid);
  for (const char* bad : {"", "@a", "a:x.example", "@:x.example", "@a:"}) {
    CHECK_MESSAGE(connector->ask(about(SelectorKind::user_name, bad, {"email"})).error().code == base::Errc::invalid,
                  bad);
  }
  CHECK(connector->ask(about(SelectorKind::user_id, "a", {"email"})).error().code == base::Errc::invalid);
  CHECK(connector->ask(about(SelectorKind::email, "a", {"email"})).error().code == base::Errc::invalid);
}

TEST_CASE("device and last seen come from the address rows, each with its own retention") {
  SynapseFile file;
  file.user("@a:x.example", "2023-01-01T00:00:00Z");
  file.seen("@a:x.example", "203.0.113.1", "2024-01-01T00:00:00Z", "Old/1");
  file.seen("@a:x.example", "203.0.113.2", "2024-06-20T00:00:00Z", "New\x1b[31m/2");
  file.seen("@a:x.example", "127.0.0.1", "2024-06-25T00:00:00Z", "");
  auto connector = connector_of(options_for(file));
  const auto device = only(*connector, about_user({"device"}));
  REQUIRE(device.data.size() == 1);
  CHECK(device.data[0].value == "New?[31m/2");
  CHECK(only(*connector, about_user({"last_seen"})).data[0].value == "2024-06-25T00:00:00Z");
}
