#include "provider/prosody.h"

#include <algorithm>
#include <utility>

#include "provider/address.h"
#include "provider/audit_sql.h"
#include "provider/examine.h"
#include "provider/prosody_store.h"
#include "provider/xmpp_name.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;
using prosody::Events;

struct ProsodySettings {
  std::string domain;
  base::Path data;                  // internal storage
  std::optional<Connection> store;  // SQL storage
  ReadLimits limits;
};

SourceFacts prosody_facts(std::string name) {
  SourceFacts known{.name = std::move(name)};
  const std::string last_only =
      "Only the last event of each kind is kept, to the second; earlier ones are overwritten.";
  known.categories = {
      {"ip_address", {.timed = true, .time_meaning = "last signed in at", .note = last_only + " No source ports."}},
      {"last_seen", {.timed = true, .time_meaning = "last signed in or out at", .note = last_only}},
      {"registration_date",
       {.time_meaning = "registered at", .none_note = "Only who registered from a client has a registration time."}}};
  known.selectors = {SelectorKind::user_id, SelectorKind::user_name, SelectorKind::ip_address};
  known.address_window_note =
      "The source keeps the last sign-in and the last sign-out only: an account that used the address in the window "
      "and "
      "signed in again later is not found.";
  return known;
}

std::string meaning_of(std::string_view kind) {
  if (kind == "logout") return "last signed out at";
  return kind == "registered" ? "registered at" : "last signed in at";
}

class ProsodyReading final : public Reading {
 public:
  ProsodyReading(std::string domain, std::unique_ptr<prosody::Store> store, base::Time as_of)
      : domain_(std::move(domain)), store_(std::move(store)), as_of_(as_of) {}

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override {
    if (selector.kind == SelectorKind::ip_address) return by_address(selector, span);
    const std::string user = xmpp::local_part(selector.value);
    TRY(const bool there, store_->has_account(user));
    if (!there) return std::vector<AccountRow>();
    TRY(const Events events, store_->events(user));
    return of_one(user, events, false);
  }

  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override {
    TRY(const Events events, store_->events(account.name));
    std::vector<StampedRow> found;
    for (const auto& [kind, event] : events) {
      if (event.at > as_of_ || event.at < span.from || event.at >= span.to) continue;
      if (category == "ip_address" && !event.ip.empty())
        found.push_back({.text = event.ip, .at = event.at, .port = {}, .meaning = meaning_of(kind)});
      if (category == "last_seen")
        found.push_back({.text = base::format_time(event.at), .at = event.at, .port = {}, .meaning = meaning_of(kind)});
    }
    std::sort(found.begin(), found.end(), [](const StampedRow& a, const StampedRow& b) { return a.at < b.at; });
    return found;
  }

  std::int64_t rows_read() const override { return store_->rows(); }

 private:
  std::vector<AccountRow> of_one(const std::string& user, const Events& events, bool closed) const {
    AccountRow account{.id = user + "@" + domain_, .name = user, .created = {}, .closed = closed};
    if (const auto registered = events.find("registered"); registered != events.end())
      account.created = registered->second.at;
    if (account.created && *account.created > as_of_) return {};
    return {std::move(account)};
  }

  base::Result<std::vector<AccountRow>> by_address(const legal::Selector& selector, const Span& span) {
    std::vector<AccountRow> found;
    TRY_VOID(store_->each([&](const std::string& user, const Events& events) -> base::Result<> {
      const bool used = std::any_of(events.begin(), events.end(), [&](const auto& one) {
        const auto address = parse_stored_address(one.second.ip);
        return address && address->canonical == selector.value && one.second.at >= span.from &&
               one.second.at < span.to && one.second.at <= as_of_;
      });
      if (!used) return {};
      TRY(const bool there, store_->has_account(user));
      auto one = of_one(user, events, !there);
      std::move(one.begin(), one.end(), std::back_inserter(found));
      return {};
    }));
    std::sort(found.begin(), found.end(), [](const AccountRow& a, const AccountRow& b) { return a.id < b.id; });
    return found;
  }

  std::string domain_;
  std::unique_ptr<prosody::Store> store_;
  base::Time as_of_;
};

AllowList prosody_columns() {
  return {.columns = {{"prosody", {"host", "user", "store", "key", "value"}}}, .functions = {}};
}

class Prosody final : public Source, public Surveyed {
 public:
  Prosody(std::string name, ProsodySettings settings)
      : facts_(prosody_facts(std::move(name))), settings_(std::move(settings)) {}

  const SourceFacts& facts() const override { return facts_; }
  base::Result<> check(const legal::Selector& selector) const override {
    return xmpp::check_selector(selector, settings_.domain);
  }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(auto store, open_store());
    return std::make_unique<ProsodyReading>(settings_.domain, std::move(store), as_of);
  }
  std::vector<Finding> examine(base::Time now) override {
    Findings findings(facts_.name);
    if (const auto reading = open(now); !reading)
      findings.wrong("connection", "could not be read: " + reading.error().message());
    else if (settings_.store)
      examine_table(findings);
    return findings.take();
  }
  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from, base::Time) override {
    TRY(const auto store, open_store());
    Survey addresses{
        .category = "ip_address", .oldest = {}, .past = 0, .setting = "lastlog_ip_address in prosody.cfg.lua"};
    Survey seen{.category = "last_seen", .oldest = {}, .past = 0, .setting = "mod_lastlog2 in modules_enabled"};
    Survey registered{.category = "registration_date", .oldest = {}, .past = 0, .setting = ""};
    Survey names{.category = "user_name", .oldest = {}, .setting = ""};
    TRY(names.rows, store->accounts());
    TRY_VOID(store->each([&](const std::string&, const Events& events) -> base::Result<> {
      for (const auto& [kind, event] : events) {
        if (!event.ip.empty()) count(addresses, event.at, kept_from);
        count(kind == "registered" ? registered : seen, event.at, kept_from);
      }
      return {};
    }));
    return std::vector<Survey>{addresses, seen, registered, names};
  }

 private:
  /// Passwords stand in the same table as what is read, so no grant on columns keeps them apart: a view does.
  void examine_table(Findings& findings) const {
    examine_store(*settings_.store, prosody_columns(), findings);
    if (settings_.store->engine() == sql::Engine::sqlite) return;  // the statements are ours alone
    const auto store = prosody::open_sql(*settings_.store, settings_.domain);
    if (!store) return;
    const auto secrets = (*store)->reads_secrets();
    if (!secrets) return findings.wrong("grants", "the table cannot be asked: " + secrets.error().message());
    if (*secrets)
      findings.wrong("grants", "too wide: the role can read what stands in the store accounts, password hashes too",
                     "let it read a view in place of the table (docs/provider-prosody.md)");
  }

  static void count(Survey& survey, base::Time at, const std::map<std::string, base::Time>& kept_from) {
    ++*survey.rows;
    if (!survey.oldest || at < *survey.oldest) survey.oldest = at;
    const auto limit = kept_from.find(survey.category);
    if (limit != kept_from.end() && at < limit->second) ++*survey.past;
  }

  base::Result<std::unique_ptr<prosody::Store>> open_store() const {
    if (settings_.store) return prosody::open_sql(*settings_.store, settings_.domain);
    return prosody::open_files(facts_.name, settings_.data, settings_.domain, settings_.limits);
  }

  SourceFacts facts_;
  ProsodySettings settings_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_prosody(std::string name, Keys& keys) {
  ProsodySettings settings;
  TRY(settings.domain, keys.text("domain"));
  TRY(const std::string store, keys.text("store"));
  if (store == "internal") {
    TRY(settings.data, keys.path("data_path"));
    TRY(settings.limits, limits_of(keys));
  } else {
    const auto engine = sql::engine(store);
    if (!engine) return std::unexpected(keys.wrong("store", "must be internal, sqlite, postgresql or mariadb"));
    TRY(settings.store, Connection::read(keys, name, *engine, with_counting(prosody_columns())));
  }
  return std::make_unique<Prosody>(std::move(name), std::move(settings));
}

}  // namespace writ::provider
