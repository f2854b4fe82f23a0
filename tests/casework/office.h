// An office for the tests of casework: a store in memory, a manual clock, a fake journal that keeps what was committed.
#pragma once

#include <doctest/doctest.h>

#include <map>
#include <set>

#include "casework/casework.h"
#include "casework/emergency.h"
#include "crypto/native_host.h"

namespace writ::casework {

/// Seals entries as the real one does; a rolled-back transaction must take its rows along, so they stand in the store.
class FakeJournal final : public log::Journal {
 public:
  FakeJournal(store::Db& db, base::Random& random) : random_(random) {
    REQUIRE(
        db.script("CREATE TABLE fake_entry(id INTEGER PRIMARY KEY, body_root BLOB NOT NULL UNIQUE, ref TEXT, folder "
                  "TEXT, UNIQUE(ref, folder)) STRICT;"));
  }
  base::Result<log::Committed> commit(store::Db& db, std::string_view ref, std::string_view folder,
                                      const log::Draft& draft) override {
    TRY(const log::SealedEntry entry, log::seal_entry(host_, random_, draft));
    const bool of_case = !ref.empty();
    TRY_VOID(db.run("INSERT INTO fake_entry(body_root, ref, folder) VALUES(?, ?, ?)",
                    {entry.body_root, ref, of_case ? std::string(folder) : base::to_hex(entry.body_root)}));
    drafts[entry.body_root] = draft;
    return log::Committed{entry.body_root, "promise", "opening"};
  }
  base::Result<> may_hold(store::Db&, const base::Hash& request) override {
    if (!reported.contains(request)) return {};
    return base::fail(base::Errc::conflict, "request", base::to_hex(request), "the report of its period was made");
  }
  base::Result<> hold(store::Db& db, const base::Hash& request) override {
    TRY_VOID(may_hold(db, request));
    held.insert(request);
    return {};
  }
  base::Result<> show(store::Db& db, const base::Hash& request) override {
    TRY_VOID(may_hold(db, request));
    held.erase(request);
    return {};
  }
  std::set<base::Hash> held, reported;
  std::map<base::Hash, log::Draft> drafts;  // also of transactions that were rolled back

 private:
  base::Random& random_;
  crypto::NativeHost host_;
};

class FakeKeys final : public crypto::KeyRing {
 public:
  base::Result<base::Hash> create(std::string_view name) override {
    if (keys.contains(std::string(name))) return base::fail(base::Errc::conflict, "key", std::string(name), "exists");
    return keys[std::string(name)] = crypto::sha256(name);
  }
  base::Result<base::Hash> find(std::string_view name) override {
    const auto found = keys.find(std::string(name));
    if (found == keys.end()) return base::fail(base::Errc::not_found, "key", std::string(name), "none");
    return found->second;
  }
  base::Result<> destroy(std::string_view name) override {
    if (keys.erase(std::string(name)) == 0) return base::fail(base::Errc::not_found, "key", std::string(name), "none");
    return {};
  }
  std::map<std::string, base::Hash> keys;
};

inline constexpr const char* policy_text = R"(schema = "writ-policy/v1"
id = "test-policy"
title = "A policy for tests"
effective = 2024-01-01
source = "tests"
[fields]
instrument = "@instrument"
suspect_confirmed = "bool"
[[rule]]
id = "give"
when = { instrument = "court_order", suspect_confirmed = true }
disclose = ["ip_address", "phone_number"]
ground = "conditions_met"
[[rule]]
id = "no-suspect"
when = { instrument = "court_order", suspect_confirmed = false }
disclose = []
ground = "suspect_not_confirmed"
[[rule]]
id = "no-order"
when = { instrument = { not = ["court_order"] } }
disclose = []
ground = "instrument_insufficient"
)";

struct Office {
  store::Db db = store::Db::in_memory();
  base::ManualClock clock{*base::parse_time("2024-01-01T00:00:00Z")};
  base::SeededRandom random{7};
  crypto::NativeHost host;
  FakeJournal journal{db, random};
  FakeKeys keys;
  Casework casework{{db, journal, keys, clock, random, host}};

  Office() {
    REQUIRE(store::migrate(db, migrations()));
    const auto policy = policy::Policy::parse(policy_text, "test-policy.toml");
    REQUIRE_MESSAGE(policy, policy.error().message());
    const auto published = casework.publish_policy("publisher", *policy);
    REQUIRE_MESSAGE(published, published.error().message());
  }

  static legal::Request request() {
    legal::Request request;
    request.country = "US";
    request.instrument = "court_order";
    request.offence = "fraud";
    request.data_sought = {"ip_address", "phone_number"};
    request.selectors = {{legal::SelectorKind::user_name, "alice", {}, {}}};
    request.agency = "Example Bureau";
    request.officer = "o@bureau.example";
    request.requester = crypto::sha256("o@bureau.example");
    request.document = crypto::sha256("document");
    return request;
  }
  static Verification confirmed() {
    return {{{"suspect_confirmed", legal::Fact::yes}, {danger_fact, legal::Fact::yes}}, {}};
  }

  void ok(const base::Result<>& result) { REQUIRE_MESSAGE(result, (result ? "" : result.error().message())); }

  std::string received(const legal::Request& request = Office::request()) {
    const auto accepted = casework.receive("intake", {request});
    REQUIRE_MESSAGE(accepted, (accepted ? "" : accepted.error().message()));
    return accepted->front().ref;
  }
  std::string verified(const legal::Request& request = Office::request()) {
    const std::string ref = received(request);
    ok(casework.verify("ann", ref, confirmed()));
    return ref;
  }
  /// What an emergency needs beside the facts before anything is given.
  void confirm_emergency(const std::string& ref) {
    ok(casework.record_call("ina", ref, {true, "+33 4", "clerk", "danger"}));
    for (const char* item : {second_channel, least_data}) ok(casework.check("ina", ref, {item, "yes", "seen"}));
  }
  std::string approved(const legal::Request& request = Office::request()) {
    const std::string ref = verified(request);
    if (request.emergency) confirm_emergency(ref);
    ok(casework.draft_decision("ann", ref));
    ok(casework.approve("ann", ref));
    ok(casework.approve("bob", ref));
    return ref;
  }
  static Delivered package(std::vector<std::string> accounts = {"@alice:example.org"}) {
    return {{"phone_number"}, std::move(accounts), crypto::sha256("package"), "package-1.tar.gpg", "{}"};
  }
  CaseFile file(const std::string& ref) {
    auto found = casework.find(ref);
    REQUIRE_MESSAGE(found, (found ? "" : found.error().message()));
    return *found;
  }
  State state(const std::string& ref) { return file(ref).state; }
  const log::Draft& entry(const base::Hash& body_root) { return journal.drafts.at(body_root); }
  std::int64_t count(const char* table) { return *db.integer(std::string("SELECT count(*) FROM ") + table).value(); }
  /// Every column of the projection, as one text.
  std::string projection() {
    std::string all;
    for (const char* table : {"case_state", "case_year"}) {
      REQUIRE(db.query(std::string("SELECT * FROM ") + table + " ORDER BY 1", {},
                       [&](const store::Row& row) -> base::Result<> {
                         for (int column = 0; column < (std::string(table) == "case_state" ? 26 : 2); ++column) {
                           const std::string text = row.text(column);
                           all += (row.is_null(column) ? "null" : base::to_hex(base::view(text))) + "|";
                         }
                         all += "\n";
                         return {};
                       }));
    }
    return all;
  }
};

}  // namespace writ::casework
