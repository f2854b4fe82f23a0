#include "provider/mas.h"

#include <algorithm>
#include <utility>

#include "provider/audit_sql.h"
#include "provider/examine.h"
#include "provider/phone.h"
#include "provider/synapse.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;

SourceFacts mas_facts(std::string name) {
  SourceFacts known{.name = std::move(name)};
  const auto last_use = [](std::string note) {
    return CategoryFacts{.timed = true, .time_meaning = "last active at", .note = std::move(note)};
  };
  known.categories = {
      {"phone_number",
       {.time_meaning = "added at",
        .note = "The authentication service only keeps what it took over from Synapse: it offers no way to add a "
                "number.",
        .none_note = "No phone number was taken over from Synapse for this account.",
        .closed_note = "The account is deactivated; the service deletes every phone number then."}},
      {"email",
       {.time_meaning = "added at",
        .none_note = "No e-mail address was tied to the account at that time; no history of earlier ones is kept.",
        .closed_note = "The account is deactivated; the service deletes every e-mail address then."}},
      // The activity tracker writes once a minute.
      {"ip_address", last_use("A session keeps its last address only, to 60 seconds; addresses of sessions that were "
                              "not active for 30 days are deleted.")},
      {"device", last_use("The text is what the client said of itself.")},
      {"last_seen", last_use("To 60 seconds; the latest activity of any session in the period asked.")},
  };
  known.selectors = {SelectorKind::user_id, SelectorKind::user_name, SelectorKind::phone_number, SelectorKind::email,
                     SelectorKind::ip_address};
  known.address_window_note =
      "The source keeps each session's last address only: an account that used it in the window and then another, or "
      "the same again later, is not found.";
  known.not_found_notes = {{SelectorKind::phone_number,
                            "the service holds only numbers taken over from Synapse, and deactivation deletes them."},
                           {SelectorKind::email, "deactivation deletes it."}};
  return known;
}

class MasReading final : public Reading {
 public:
  MasReading(std::unique_ptr<sql::Client> client, base::Time as_of, const std::string& server_name)
      : client_(std::move(client)), as_of_(as_of), server_name_(server_name) {}

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override {
    const std::int64_t until = base::unix_seconds(as_of_);
    switch (selector.kind) {
      case SelectorKind::user_id:
      case SelectorKind::user_name:
        return by_name(selector.value);
      case SelectorKind::email:
        return holders("account by e-mail", "SELECT * FROM writ.mas_accounts_by_email(:wanted, :until)",
                       {{"wanted", selector.value}, {"until", until}}, [](std::string_view) { return true; });
      case SelectorKind::phone_number: {
        const auto parts = split_e164(selector.value);
        if (!parts) return base::invalid("selector.value", selector.value, "is not E.164");
        return holders(
            "account by phone number", "SELECT * FROM writ.mas_accounts_by_phone(:country, :trunk, :national, :until)",
            {{"country", parts->country}, {"trunk", parts->trunk}, {"national", parts->national}, {"until", until}},
            [&](std::string_view stored) { return spells_phone(stored, selector.value); });
      }
      case SelectorKind::ip_address:
        return by_address(selector.value, span);
    }
    std::unreachable();
  }

  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override {
    TRY(const std::string id, uuid_of(account));
    if (category == "phone_number" || category == "email") {
      return stamped(
          "third-party ids of an account",
          "SELECT address AS text, added_at AS at FROM writ.mas_third_party_ids(:wanted::uuid, :kind, "
          ":until)",
          {{"wanted", id}, {"kind", category == "email" ? "email" : "msisdn"}, {"until", base::unix_seconds(as_of_)}});
    }
    const sql::Values values{
        {"wanted", id}, {"since", base::unix_seconds(span.from)}, {"until", base::unix_seconds(span.to)}};
    std::string statement = "writ.mas_rows(:wanted::uuid, :since, :until)";
    if (category == "ip_address") {
      statement = "SELECT ip AS text, last_active AS at FROM " + statement + " WHERE ip IS NOT NULL";
    } else if (category == "device") {
      statement = "SELECT user_agent AS text, max(last_active) AS at FROM " + statement +
                  " WHERE user_agent <> '' GROUP BY user_agent ORDER BY 2, 1";
    } else {
      statement = "SELECT '' AS text, max(last_active) AS at FROM " + statement + " HAVING count(*) > 0";
    }
    return stamped("sessions of an account", statement, values);
  }
  std::int64_t rows_read() const override { return client_->rows(); }

 private:
  /// Of "@name:server" the name, if the server is ours.
  std::optional<std::string> name_of(const std::string& given) const {
    if (!given.starts_with('@')) return given;
    if (!given.ends_with(":" + server_name_)) return std::nullopt;
    return synapse::localpart(given);
  }

  base::Result<std::vector<AccountRow>> by_name(const std::string& given) {
    std::vector<AccountRow> found;
    const auto name = name_of(given);
    if (!name) return found;
    TRY_VOID(client_->query("account by name", "SELECT * FROM writ.mas_account(:wanted)", {{"wanted", *name}},
                            [&](const sql::Row& row) -> base::Result<> {
                              TRY(AccountRow account, account_of(row));
                              if (*account.created <= as_of_) found.push_back(std::move(account));
                              return {};
                            }));
    return found;
  }

  base::Result<AccountRow> account_of(const sql::Row& row) {
    TRY(const std::string id, row.text("id"));
    TRY(const std::string name, row.text("name"));
    TRY(const auto created, row.integer("created"));
    TRY(const auto closed, row.integer_or_null("closed"));
    AccountRow account{.id = "@" + name + ":" + server_name_, .name = name};
    account.created = base::from_unix(created);
    account.closed = closed && *closed <= base::unix_seconds(as_of_);
    uuids_[account.id] = id;
    return account;
  }

  base::Result<std::string> uuid_of(const AccountRow& account) const {
    const auto found = uuids_.find(account.id);
    if (found != uuids_.end()) return found->second;
    return base::fail(base::Errc::corrupt, client_->source(), account.id, "was not found by this reading");
  }

  base::Result<std::vector<AccountRow>> holders(std::string_view what, std::string_view statement,
                                                const sql::Values& values,
                                                const std::function<bool(std::string_view)>& spells) {
    std::vector<std::pair<std::string, base::Time>> rows;
    TRY_VOID(client_->query(what, statement, values, [&](const sql::Row& row) -> base::Result<> {
      TRY(const std::string stored, row.text("address"));
      TRY(const std::string name, row.text("name"));
      TRY(const auto added, row.integer("added_at"));
      if (spells(stored)) rows.emplace_back(name, base::from_unix(added));
      return {};
    }));
    std::vector<AccountRow> found;
    for (const auto& [name, added] : rows) {
      TRY(auto one, by_name(name));
      for (AccountRow& account : one) {
        account.matched_from = added;
        if (found.empty() || found.back().id != account.id) found.push_back(std::move(account));
      }
    }
    return found;
  }

  base::Result<std::vector<AccountRow>> by_address(const std::string& address, const Span& span) {
    std::vector<std::string> names;
    TRY_VOID(client_->query(
        "accounts by address", "SELECT name FROM writ.mas_accounts_by_address(:wanted, :since, :until)",
        {{"wanted", address}, {"since", base::unix_seconds(span.from)}, {"until", base::unix_seconds(span.to)}},
        [&](const sql::Row& row) -> base::Result<> {
          TRY(names.emplace_back(), row.text("name"));
          return {};
        }));
    std::vector<AccountRow> found;
    for (const std::string& name : names) {
      TRY(auto one, by_name(name));
      std::move(one.begin(), one.end(), std::back_inserter(found));
    }
    return found;
  }

  base::Result<std::vector<StampedRow>> stamped(std::string_view what, std::string_view statement,
                                                const sql::Values& values) {
    std::vector<StampedRow> found;
    TRY_VOID(client_->query(what, statement, values, [&](const sql::Row& row) -> base::Result<> {
      TRY(std::string text, row.text("text"));
      TRY(const auto at, row.integer("at"));
      found.push_back({.text = std::move(text), .at = base::from_unix(at), .port = {}});
      return {};
    }));
    return found;
  }

  std::unique_ptr<sql::Client> client_;
  base::Time as_of_;
  std::string server_name_;
  std::map<std::string, std::string> uuids_;  // of accounts that were found
};

std::vector<CountedCategory> counted() {
  const std::string job = "the service's job that removes old sessions";
  return {{"ip_address", 1, job}, {"device", 1, job},           {"last_seen", 1, job}, {"phone_number", 1, ""},
          {"email", 1, ""},       {"registration_date", 1, ""}, {"user_name", 1, ""}};
}

class Mas final : public Source, public Surveyed {
 public:
  Mas(std::string name, std::string server_name, Connection connection)
      : facts_(mas_facts(std::move(name))), server_name_(std::move(server_name)), connection_(std::move(connection)) {}

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
    examine_functions(**client,
                      {"mas_account", "mas_accounts_by_phone", "mas_accounts_by_email", "mas_accounts_by_address",
                       "mas_rows", "mas_third_party_ids", "mas_extent", "mas_survey"},
                      findings);
    if (const auto reading = open(now); !reading) findings.wrong("units", reading.error().message());
    return findings.take();
  }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(auto client, connection_.connect());
    return std::make_unique<MasReading>(std::move(client), as_of, server_name_);
  }
  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from, base::Time) override {
    TRY(const auto client, connection_.connect());
    return survey_by_function(*client, "writ.mas_survey", counted(), kept_from);
  }

 private:
  SourceFacts facts_;
  std::string server_name_;
  Connection connection_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_mas(std::string name, Keys& keys) {
  TRY(std::string server_name, keys.text("server_name"));
  if (server_name.find_first_of("@ /") != std::string::npos)
    return std::unexpected(keys.wrong("server_name", "must be the homeserver's name, as ids end"));
  TRY(Connection connection, Connection::read(keys, name, sql::Engine::postgresql, {}));
  return std::make_unique<Mas>(std::move(name), std::move(server_name), std::move(connection));
}

}  // namespace writ::provider
