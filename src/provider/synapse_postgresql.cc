#include "provider/synapse_postgresql.h"

#include <algorithm>
#include <utility>

#include "provider/address.h"
#include "provider/audit_sql.h"
#include "provider/examine.h"
#include "provider/phone.h"
#include "provider/synapse.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;
using synapse::milliseconds;

/// What writ.synapse_accounts_by_address gives at most.
constexpr std::int64_t address_rows_most = 2000;

class PostgresqlReading final : public Reading {
 public:
  PostgresqlReading(std::unique_ptr<sql::Client> client, base::Time as_of)
      : client_(std::move(client)), as_of_(as_of) {}

  /// As of SQLite: a wrong unit must not pass for an empty list.
  base::Result<> check_units() {
    return client_->query("user_ips.last_seen", "SELECT writ.synapse_newest_address() AS newest", {},
                          [&](const sql::Row& row) -> base::Result<> {
                            TRY(const auto newest, row.integer_or_null("newest"));
                            if (newest)
                              TRY_VOID(synapse::from_milliseconds(client_->source(), "user_ips.last_seen", *newest));
                            return {};
                          });
  }

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override {
    switch (selector.kind) {
      case SelectorKind::user_id:
        return by_user_id(selector.value);
      case SelectorKind::user_name:
        if (selector.value.starts_with('@')) return by_user_id(selector.value);
        return accounts("account by name", "SELECT * FROM writ.synapse_account_by_localpart(:wanted)", selector.value);
      case SelectorKind::phone_number:
        return by_phone(selector.value);
      case SelectorKind::email:
        return holders("account by e-mail", "SELECT * FROM writ.synapse_accounts_by_email(:wanted, :until)",
                       {{"wanted", selector.value}, {"until", milliseconds(as_of_)}},
                       [](std::string_view) { return true; });
      case SelectorKind::ip_address:
        return by_address(selector, span);
    }
    std::unreachable();
  }

  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override {
    if (category == "phone_number" || category == "email") {
      return stamped("third-party ids of an account",
                     "SELECT address AS text, added_at AS at FROM writ.synapse_third_party_ids(:wanted, :kind, :until)",
                     {{"wanted", account.id},
                      {"kind", category == "email" ? "email" : "msisdn"},
                      {"until", milliseconds(as_of_)}});
    }
    const sql::Values values{
        {"wanted", account.id}, {"since", milliseconds(span.from)}, {"until", milliseconds(span.to)}};
    if (category == "ip_address") {
      return stamped("addresses of an account",
                     "SELECT ip AS text, last_seen AS at FROM writ.synapse_addresses(:wanted, :since, :until)", values);
    }
    if (category == "device") {
      return stamped("user agents of an account",
                     "SELECT user_agent AS text, last_seen AS at FROM "
                     "writ.synapse_user_agents(:wanted, :since, :until)",
                     values);
    }
    return stamped("last seen of an account",
                   "SELECT '' AS text, at FROM writ.synapse_last_seen(:wanted, :since, :until) AS at "
                   "WHERE at IS NOT NULL",
                   values);
  }

  base::Result<bool> any(std::string_view, const AccountRow& account, const Span& span) override {
    TRY(const auto last, rows("last_seen", account, span));
    return !last.empty();
  }
  std::int64_t rows_read() const override { return client_->rows(); }

 private:
  base::Result<std::vector<AccountRow>> by_user_id(const std::string& user_id) {
    return accounts("account by user id", "SELECT * FROM writ.synapse_account(:wanted)", user_id);
  }

  base::Result<std::vector<AccountRow>> accounts(std::string_view what, std::string_view statement,
                                                 const std::string& wanted) {
    std::vector<AccountRow> found;
    TRY_VOID(client_->query(what, statement, {{"wanted", wanted}}, [&](const sql::Row& row) -> base::Result<> {
      TRY(const std::string id, row.text("name"));
      TRY(const auto deactivated, row.integer("deactivated"));
      TRY(const auto created, row.integer_or_null("creation_ts"));
      AccountRow account{.id = id, .name = synapse::localpart(id), .closed = deactivated != 0};
      if (created) {
        TRY(account.created, synapse::from_seconds(client_->source(), "users.creation_ts", *created));
      }
      if (!account.created || *account.created <= as_of_) found.push_back(std::move(account));
      return {};
    }));
    return found;
  }

  base::Result<std::vector<AccountRow>> by_phone(const std::string& e164) {
    const auto parts = split_e164(e164);
    if (!parts) return base::invalid("selector.value", e164, "is not E.164");
    return holders("account by phone number",
                   "SELECT * FROM writ.synapse_accounts_by_phone(:country, :trunk, :national, :until)",
                   {{"country", parts->country},
                    {"trunk", parts->trunk},
                    {"national", parts->national},
                    {"until", milliseconds(as_of_)}},
                   [&](std::string_view stored) { return spells_phone(stored, e164); });
  }

  /// Accounts of rows (user_id, address, added_at) that really spell what is asked.
  base::Result<std::vector<AccountRow>> holders(std::string_view what, std::string_view statement,
                                                const sql::Values& values,
                                                const std::function<bool(std::string_view)>& spells) {
    std::vector<std::pair<std::string, base::Time>> rows;
    TRY_VOID(client_->query(what, statement, values, [&](const sql::Row& row) -> base::Result<> {
      TRY(const std::string stored, row.text("address"));
      TRY(const std::string user_id, row.text("user_id"));
      TRY(const auto value, row.integer("added_at"));
      TRY(const base::Time added, synapse::from_milliseconds(client_->source(), "user_threepids.added_at", value));
      if (spells(stored)) rows.emplace_back(user_id, added);
      return {};
    }));
    std::vector<AccountRow> found;
    for (const auto& [user_id, added] : rows) {
      TRY(auto one, by_user_id(user_id));
      for (AccountRow& account : one) {
        account.matched_from = added;
        if (found.empty() || found.back().id != account.id) found.push_back(std::move(account));
      }
    }
    return found;
  }

  base::Result<std::vector<AccountRow>> by_address(const legal::Selector& selector, const Span& span) {
    std::vector<std::string> ids;
    std::int64_t given = 0;
    TRY_VOID(client_->query(
        "accounts by address", "SELECT * FROM writ.synapse_accounts_by_address(:wanted, :since, :until)",
        {{"wanted", selector.value}, {"since", milliseconds(span.from)}, {"until", milliseconds(span.to)}},
        [&](const sql::Row& row) -> base::Result<> {
          ++given;
          TRY(const std::string stored, row.text("ip"));
          TRY(std::string user_id, row.text("user_id"));
          const auto address = parse_stored_address(stored);
          const bool other_port = address && selector.port && address->port && *address->port != *selector.port;
          if (address && address->canonical == selector.value && !other_port) ids.push_back(std::move(user_id));
          return {};
        }));
    if (given >= address_rows_most) {
      return std::unexpected(sql::error_of(client_->source(), "accounts by address", sql::fault::row_cap,
                                           "more than " + std::to_string(address_rows_most) + " rows of one address"));
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<AccountRow> found;
    for (const std::string& id : ids) {
      TRY(auto one, by_user_id(id));
      std::move(one.begin(), one.end(), std::back_inserter(found));
    }
    return found;
  }

  base::Result<std::vector<StampedRow>> stamped(std::string_view what, std::string_view statement,
                                                const sql::Values& values) {
    std::vector<StampedRow> found;
    TRY_VOID(client_->query(what, statement, values, [&](const sql::Row& row) -> base::Result<> {
      TRY(std::string text, row.text("text"));
      TRY(const auto value, row.integer("at"));
      TRY(const base::Time at, synapse::from_milliseconds(client_->source(), what, value));
      found.push_back({.text = std::move(text), .at = at, .port = {}});
      return {};
    }));
    return found;
  }

  std::unique_ptr<sql::Client> client_;
  base::Time as_of_;
};

/// Dates of accounts are in seconds, all others in milliseconds.
std::vector<CountedCategory> counted() {
  const std::string max_age = "user_ips_max_age in homeserver.yaml";
  return {{"ip_address", 1000, max_age}, {"device", 1000, max_age}, {"last_seen", 1000, max_age},
          {"phone_number", 1000, ""},    {"email", 1000, ""},       {"registration_date", 1, ""},
          {"user_name", 1, ""}};
}

class SynapsePostgresql final : public Source, public Surveyed {
 public:
  SynapsePostgresql(std::string name, Connection connection)
      : facts_(synapse::facts(std::move(name))), connection_(std::move(connection)) {}

  const SourceFacts& facts() const override { return facts_; }
  base::Result<> check(const legal::Selector& selector) const override { return synapse::check_matrix_name(selector); }
  std::vector<Finding> examine(base::Time now) override {
    Findings findings(facts_.name);
    examine_connection(connection_, findings);
    const auto client = connection_.connect();
    if (!client) {
      findings.wrong("connection", "could not be read: " + client.error().message());
      return findings.take();
    }
    examine_grants(**client, {}, findings);
    examine_functions(
        **client,
        {"synapse_account", "synapse_account_by_localpart", "synapse_accounts_by_phone", "synapse_accounts_by_email",
         "synapse_accounts_by_address", "synapse_addresses", "synapse_user_agents", "synapse_last_seen",
         "synapse_third_party_ids", "synapse_newest_address", "synapse_extent", "synapse_survey"},
        findings);
    if (const auto reading = open(now); !reading) findings.wrong("units", reading.error().message());
    return findings.take();
  }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(auto client, connection_.connect());
    auto reading = std::make_unique<PostgresqlReading>(std::move(client), as_of);
    TRY_VOID(reading->check_units());
    return reading;
  }
  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from, base::Time) override {
    TRY(const auto client, connection_.connect());
    return survey_by_function(*client, "writ.synapse_survey", counted(), kept_from);
  }

 private:
  SourceFacts facts_;
  Connection connection_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_synapse_postgresql(std::string name, Keys& keys) {
  TRY(Connection connection, Connection::read(keys, name, sql::Engine::postgresql, {}));
  return std::make_unique<SynapsePostgresql>(std::move(name), std::move(connection));
}

}  // namespace writ::provider
