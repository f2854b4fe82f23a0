// What is made of rows, with sources that are plain values.
#include "provider/asking.h"

#include <doctest/doctest.h>

#include <map>

using namespace writ;
using namespace writ::provider;
using legal::SelectorKind;

namespace {

base::Time at(const char* text) { return *base::parse_time(text); }

struct Rows {
  SourceFacts facts;
  std::vector<AccountRow> found;
  std::map<std::string, std::vector<StampedRow>, std::less<>> rows;
  std::optional<base::Error> fails;
};

class PlainReading final : public Reading {
 public:
  explicit PlainReading(const Rows& rows) : rows_(rows) {}
  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span&) override {
    if (rows_.fails) return std::unexpected(*rows_.fails);
    if (selector.kind != SelectorKind::user_id) return rows_.found;
    std::vector<AccountRow> one;
    for (const AccountRow& row : rows_.found)
      if (row.id == selector.value) one.push_back(row);
    return one;
  }
  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow&, const Span& span) override {
    std::vector<StampedRow> inside;
    const auto all = rows_.rows.find(category);
    if (all == rows_.rows.end()) return inside;
    for (const StampedRow& row : all->second)
      if (!row.at || span.to == base::Time{} || (*row.at >= span.from && *row.at < span.to)) inside.push_back(row);
    return inside;
  }
  std::int64_t rows_read() const override { return 7; }

 private:
  const Rows& rows_;
};

class PlainSource final : public Source {
 public:
  explicit PlainSource(Rows rows) : rows_(std::move(rows)) {}
  const SourceFacts& facts() const override { return rows_.facts; }
  base::Result<std::unique_ptr<Reading>> open(base::Time) override { return std::make_unique<PlainReading>(rows_); }

 private:
  Rows rows_;
};

Rows sample(const std::string& name, const std::string& account) {
  Rows rows;
  rows.facts.name = name;
  rows.facts.selectors = {SelectorKind::user_id, SelectorKind::phone_number, SelectorKind::ip_address};
  rows.facts.categories = {{"ip_address", {.timed = true, .time_meaning = "seen at", .note = "From " + name + "."}},
                           {"phone_number", {}}};
  rows.found = {{.id = account, .name = account}};
  rows.rows["ip_address"] = {{.text = "203.0.113.7", .at = at("2024-06-01T00:00:00Z")}};
  return rows;
}

AskingOptions options() {
  return {.holdings = {.id = "p", .rules = {{"ip_address", true, 90, ""}, {"phone_number", true, {}, ""}}},
          .shared_addresses = {"198.51.100.0/24", "2001:db8:5::/48"}};
}

template <class... Rest>
std::unique_ptr<Connector> connector(AskingOptions chosen, Rest... rows) {
  std::vector<std::unique_ptr<Source>> sources;
  (sources.push_back(std::make_unique<PlainSource>(std::move(rows))), ...);
  auto made = make_connector(std::move(sources), std::move(chosen));
  REQUIRE(made);
  return std::move(*made);
}

Question about(SelectorKind kind, const std::string& value) {
  Question question{.selector = {.kind = kind, .value = value},
                    .categories = {"ip_address", "phone_number"},
                    .as_of = at("2024-06-30T12:00:00Z"),
                    .window = {}};
  if (kind == SelectorKind::ip_address)
    question.selector.window = legal::Window{at("2024-06-01T00:00:00Z"), at("2024-06-01T12:00:00Z")};
  return question;
}

}  // namespace

TEST_CASE("a category is held if one source holds it, and what both hold is given once each") {
  Rows first = sample("one", "a");
  Rows second = sample("two", "a");
  second.rows["ip_address"].push_back({.text = "203.0.113.8", .at = at("2024-05-01T00:00:00Z")});
  second.rows["phone_number"] = {{.text = "4930901820"}};
  const auto answer = connector(options(), first, second)->ask(about(SelectorKind::user_id, "a"));
  REQUIRE(answer);
  REQUIRE(answer->accounts.size() == 1);
  const auto& held = answer->accounts[0].categories;
  REQUIRE(held.at("ip_address").data.size() == 2);
  CHECK(held.at("ip_address").data[0].value == "203.0.113.8");
  CHECK(held.at("ip_address").note == "From one. two: From two.");
  CHECK(held.at("phone_number").data[0].value == "+4930901820");
}

TEST_CASE("an account that one source finds is asked of the others by its id") {
  Rows first = sample("one", "a");
  Rows second = sample("two", "a");
  second.facts.selectors = {SelectorKind::user_id};
  second.rows["phone_number"] = {{.text = "4930901820"}};
  const auto answer = connector(options(), first, second)->ask(about(SelectorKind::phone_number, "+4930901820"));
  REQUIRE(answer);
  CHECK(answer->accounts.at(0).categories.at("phone_number").holding == Holding::held);
}

TEST_CASE("one source that fails fails the question: half an answer would pass for a whole one") {
  Rows second = sample("two", "a");
  second.fails = base::Error{base::Errc::unavailable, "two", "x", "time limit: not read within 1 ms"};
  const auto answer = connector(options(), sample("one", "a"), second)->ask(about(SelectorKind::user_id, "a"));
  REQUIRE_FALSE(answer);
  CHECK(answer.error().field == "two");
}

TEST_CASE("what no source can be asked is told without asking any") {
  const auto two = connector(options(), sample("one", "a"), sample("two", "b"));
  CHECK(two->check(about(SelectorKind::phone_number, "+4930901820")));
  CHECK(two->check(about(SelectorKind::email, "a@example.org")).error().rule == "is no way to find an account in any source");
  CHECK(two->check(about(SelectorKind::phone_number, "030 901820")).error().rule.starts_with("a phone number is asked in E.164"));
  CHECK(two->check(about(SelectorKind::ip_address, "100.64.0.9")).error().field == "selector.value");
}

TEST_CASE("more accounts than the cap are refused, in one source and in all together") {
  AskingOptions few = options();
  few.candidates_max = 1;
  const auto both =
      connector(few, sample("one", "a"), sample("two", "b"))->ask(about(SelectorKind::ip_address, "203.0.113.7"));
  REQUIRE_FALSE(both);
  CHECK(both.error().rule == "fits more than 1 accounts in all sources together");
  Rows two = sample("one", "a");
  two.found.push_back({.id = "b"});
  CHECK(connector(few, two)->ask(about(SelectorKind::phone_number, "+4930901820")).error().rule ==
        "fits more than 1 accounts: it singles nobody out");
}

TEST_CASE("an address of a carrier's NAT is asked with its port of a source that keeps ports, or not at all") {
  for (const char* shared : {"198.51.100.9", "::ffff:198.51.100.9", "2001:db8:5::9"}) {
    auto question = about(SelectorKind::ip_address, shared);
    CHECK(connector(options(), sample("one", "a"))->ask(question).error().field == "selector.port");
    question.selector.port = 4711;
    CHECK(connector(options(), sample("one", "a"))->ask(question).error().field == "selector.value");
    Rows ports = sample("one", "a");
    ports.facts.ports = true;
    CHECK(connector(options(), ports)->ask(question));
  }
  CHECK(connector(options(), sample("one", "a"))->ask(about(SelectorKind::ip_address, "198.51.101.9")));
  CHECK(connector(options(), sample("one", "a"))->ask(about(SelectorKind::ip_address, "100.64.0.9")).error().field ==
        "selector.value");
}

TEST_CASE("a number that changed hands inside the period is said so, with account and time") {
  Rows rows = sample("one", "a");
  rows.found[0].matched_from = at("2024-06-10T00:00:00Z");
  rows.found.push_back(
      {.id = "b", .matched_from = at("2024-01-01T00:00:00Z"), .matched_to = at("2024-06-09T00:00:00Z")});
  auto question = about(SelectorKind::phone_number, "+4930901820");
  question.window = legal::Window{at("2024-06-01T00:00:00Z"), at("2024-06-30T00:00:00Z")};
  const auto answer = connector(options(), rows)->ask(question);
  REQUIRE(answer);
  CHECK(answer->account_note ==
        "The number is or was tied to 2 accounts. The number changed hands inside the period asked: it is tied to a "
        "since "
        "2024-06-10T00:00:00Z; before that it may have been another person's. The number changed hands: it was tied to "
        "b until "
        "2024-06-09T00:00:00Z.");
}

TEST_CASE("who has the number only before or after the period asked is left out, and that is said without a name") {
  auto question = about(SelectorKind::phone_number, "+4930901820");
  question.window = legal::Window{at("2024-06-01T00:00:00Z"), at("2024-06-08T00:00:00Z")};
  Rows later = sample("one", "a");
  later.found[0].matched_from = at("2024-06-10T00:00:00Z");
  const auto after = connector(options(), later)->ask(question);
  REQUIRE(after);
  CHECK(after->accounts.empty());
  CHECK(after->account_note.ends_with(
      "An account was left out that has the number only since 2024-06-10T00:00:00Z, outside of the period asked."));
  Rows earlier = sample("one", "a");
  earlier.found[0].matched_to = at("2024-05-01T00:00:00Z");
  earlier.found.push_back({.id = "b", .matched_from = at("2024-05-02T00:00:00Z")});
  const auto before = connector(options(), earlier)->ask(question);
  REQUIRE(before);
  REQUIRE(before->accounts.size() == 1);
  CHECK(before->accounts[0].account == "b");
  CHECK(before->account_note ==
        "An account was left out that has the number no longer since 2024-05-01T00:00:00Z, outside of the period asked.");
  Rows young = sample("one", "a");
  young.found[0].created = at("2024-06-20T00:00:00Z");
  CHECK(connector(options(), young)->ask(question)->accounts.empty());
  question.selector = {.kind = SelectorKind::user_id, .value = "a"};
  CHECK(connector(options(), young)->ask(question)->accounts.size() == 1);  // an id is nobody else's
  young.facts.selectors.insert(SelectorKind::user_name);
  question.selector = {.kind = SelectorKind::user_name, .value = "a"};
  CHECK(connector(options(), young)->ask(question)->accounts.size() == 1);
}

TEST_CASE("of an address that many share a row without a port names nobody; of another it counts and is said") {
  Rows rows = sample("one", "a");
  rows.facts.ports = true;
  rows.found[0].without_port = true;
  rows.found.push_back({.id = "b"});
  auto question = about(SelectorKind::ip_address, "198.51.100.9");
  question.selector.port = 4711;
  const auto shared = connector(options(), rows)->ask(question);
  REQUIRE(shared);
  REQUIRE(shared->accounts.size() == 1);
  CHECK(shared->accounts[0].account == "b");
  CHECK(shared->account_note.contains("1 account without a port in its rows left out"));
  question.selector.value = "203.0.113.7";
  const auto own = connector(options(), rows)->ask(question);
  CHECK(own->accounts.size() == 2);
  CHECK(own->account_note.contains("Of 1 account the rows keep no port: they count as a match."));
}

TEST_CASE("beside a source that keeps ports one without is not asked about a shared address, and that is said") {
  Rows ports = sample("one", "a");
  ports.facts.ports = true;
  auto question = about(SelectorKind::ip_address, "198.51.100.9");
  question.selector.port = 4711;
  const auto answer = connector(options(), ports, sample("two", "b"))->ask(question);
  REQUIRE_MESSAGE(answer, answer.error().message());
  CHECK(answer->account_note.contains("two: not asked, the address is shared by many"));
}

TEST_CASE("a store that has a place for the registration time and no value in it holds none, and not by design") {
  Rows rows = sample("one", "a");
  auto chosen = options();
  chosen.holdings.rules.push_back({"registration_date", true, {}, ""});
  auto question = about(SelectorKind::user_id, "a");
  question.categories = {"registration_date"};
  CHECK(connector(chosen, rows)->ask(question)->accounts.at(0).categories.at("registration_date").holding ==
        Holding::not_held_by_design);
  rows.found[0].created_kept = true;
  CHECK(connector(chosen, rows)->ask(question)->accounts.at(0).categories.at("registration_date").holding ==
        Holding::none_in_period);
}

TEST_CASE("the shorter of the store's own retention and the profile's counts") {
  Rows rows = sample("one", "a");
  rows.facts.retention_days["ip_address"] = 10;
  const auto answer = connector(options(), rows)->ask(about(SelectorKind::user_id, "a"));
  CHECK(answer->accounts.at(0).categories.at("ip_address").holding == Holding::expired);
}

TEST_CASE("a row that is not the user's is counted with its reason and never given") {
  Rows rows = sample("one", "a");
  rows.rows["ip_address"].push_back(
      {.text = "203.0.113.9", .at = at("2024-06-02T00:00:00Z"), .left_out = "of another"});
  rows.rows["ip_address"].push_back({.text = "hidden_by_ejabberd", .at = at("2024-06-02T00:00:00Z")});
  const auto answer = connector(options(), rows)->ask(about(SelectorKind::user_id, "a"));
  const auto& held = answer->accounts.at(0).categories.at("ip_address");
  CHECK(held.data.size() == 1);
  CHECK(held.note == "2 rows were left out, not a user's address: not an address 1, of another 1. From one.");
}

TEST_CASE("every question leaves a record for each source that was asked, also a refused one") {
  std::vector<AuditRecord> records;
  AskingOptions audited = options();
  audited.audit = {.hash = [](base::ByteView) { return base::Hash{1}; },
                   .record = [&](const AuditRecord& record) { records.push_back(record); }};
  auto both = connector(audited, sample("one", "a"), sample("two", "a"));
  REQUIRE(both->ask(about(SelectorKind::user_id, "a")));
  REQUIRE_FALSE(both->ask(about(SelectorKind::phone_number, "030901820")));
  REQUIRE(records.size() == 3);
  CHECK(records[0].source == "one");
  CHECK(records[0].rows_read == 7);
  CHECK(records[0].accounts == 1);
  CHECK(records[1].source == "two");
  CHECK(records[2].refused.starts_with("a phone number is asked in E.164"));
}
