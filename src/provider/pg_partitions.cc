#include "provider/pg_partitions.h"

#include <utility>

#include "provider/access_store.h"
#include "provider/audit_sql.h"
#include "provider/sql_times.h"

namespace writ::provider {

namespace {

using legal::SelectorKind;

struct Store {
  Connection connection;
  access::Shape shape;
};

/// Bounds on `at` in every statement: PostgreSQL then opens the partitions of the span alone.
constexpr const char* in_span = " AND at >= to_timestamp(:since) AND at < to_timestamp(:until)";

class PartitionsReading final : public Reading {
 public:
  PartitionsReading(const Store& store, std::unique_ptr<sql::Client> client, base::Time as_of)
      : store_(store), client_(std::move(client)), as_of_(as_of) {}

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override {
    switch (selector.kind) {
      case SelectorKind::user_id:
        return accounts("account by id", "account = :value", selector.value);
      case SelectorKind::user_name:
        return accounts("account by name", "name = :value", selector.value);
      case SelectorKind::phone_number:
        return accounts("account by phone number", "phone = :value", selector.value);
      default:
        return by_address(selector, span);
    }
  }

  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override {
    if (category == "phone_number") return phone(account);
    if (category == "last_seen") return last_seen(account, span);
    return addresses(account, span);
  }

  std::int64_t rows_read() const override { return client_->rows(); }

 private:
  base::Result<std::optional<base::Time>> time(const sql::Row& row, std::string_view column) const {
    TRY(const auto seconds, row.integer_or_null(column));
    if (!seconds) return std::nullopt;
    if (*seconds < sql::earliest_plausible)
      return std::unexpected(sql::error_of(client_->source(), column, sql::fault::schema, "a time before 2000"));
    return base::from_unix(*seconds);
  }

  base::Result<std::vector<AccountRow>> accounts(std::string_view what, const std::string& where,
                                                 const std::string& value) {
    std::vector<AccountRow> found;
    TRY_VOID(client_->query(what,
                            "SELECT account::text AS account, COALESCE(name, '') AS name, floor(extract(epoch "
                            "FROM created))::bigint AS created FROM " +
                                store_.shape.accounts + " WHERE " + where + " LIMIT " +
                                std::to_string(access::accounts_read_max),
                            {{"value", value}}, [&](const sql::Row& row) -> base::Result<> {
                              AccountRow account{.name_kept = true, .created_kept = true};
                              TRY(account.id, row.text("account"));
                              TRY(account.name, row.text("name"));
                              TRY(account.created, time(row, "created"));
                              if (!account.created || *account.created <= as_of_) found.push_back(std::move(account));
                              return {};
                            }));
    access::each_once(found);
    return found;
  }

  base::Result<std::vector<AccountRow>> by_address(const legal::Selector& selector, const Span& span) {
    const bool four = selector.value.find(':') == std::string::npos;
    std::string where = " WHERE address IN (CAST(:value AS inet), CAST(:mapped AS inet))" + std::string(in_span);
    sql::Values values{{"value", selector.value}, {"mapped", four ? "::ffff:" + selector.value : selector.value}};
    values.emplace_back("since", base::unix_seconds(span.from));
    values.emplace_back("until", base::unix_seconds(span.to));
    const bool by_port = selector.port && store_.shape.ports;
    if (by_port) {
      where += " AND (port IS NULL OR port IN (0, :port))";
      values.emplace_back("port", std::int64_t{*selector.port});
    }
    const std::string table = store_.shape.by_address + where;
    const std::string limit = " ORDER BY 1 LIMIT " + std::to_string(access::accounts_read_max);
    std::vector<std::pair<std::string, bool>> ids;  // and whether none of its rows has a port
    TRY_VOID(client_->query("accounts by address",
                            by_port ? "SELECT account::text AS account, COALESCE(max(port), 0) AS port FROM " + table +
                                          " GROUP BY account" + limit
                                    : "SELECT DISTINCT account::text AS account, 0 AS port FROM " + table + limit,
                            values, [&](const sql::Row& row) -> base::Result<> {
                              TRY(std::string id, row.text("account"));
                              TRY(const auto port, row.integer("port"));
                              ids.emplace_back(std::move(id), by_port && port == 0);
                              return {};
                            }));
    std::vector<AccountRow> found;
    for (const auto& [id, without_port] : ids) {
      TRY(auto known, accounts("account by id", "account = :value", id));
      if (known.empty()) known.push_back({.id = id, .name = {}, .created = {}, .closed = true});  // removed since
      known.front().without_port = without_port;
      found.push_back(std::move(known.front()));
    }
    return found;
  }

  base::Result<std::vector<StampedRow>> phone(const AccountRow& account) {
    std::vector<StampedRow> found;
    TRY_VOID(
        client_->query("phone number of an account",
                       "SELECT DISTINCT phone FROM " + store_.shape.accounts + " WHERE account = :id AND phone <> ''",
                       {{"id", account.id}}, [&](const sql::Row& row) -> base::Result<> {
                         TRY(std::string text, row.text("phone"));
                         found.push_back({.text = std::move(text), .at = {}, .port = {}});
                         return {};
                       }));
    return found;
  }

  sql::Values of_account(const AccountRow& account, const Span& span) const {
    return {{"id", account.id}, {"since", base::unix_seconds(span.from)}, {"until", base::unix_seconds(span.to)}};
  }

  base::Result<std::vector<StampedRow>> addresses(const AccountRow& account, const Span& span) {
    std::vector<StampedRow> found;
    TRY_VOID(client_->query("addresses of an account",
                            "SELECT host(address) AS text, COALESCE(port, 0) AS port, floor(extract(epoch FROM "
                            "at))::bigint AS seconds FROM " +
                                store_.shape.access + " WHERE account = :id" + in_span + " ORDER BY at",
                            of_account(account, span), [&](const sql::Row& row) -> base::Result<> {
                              StampedRow one;
                              TRY(one.text, row.text("text"));
                              TRY(one.at, time(row, "seconds"));
                              TRY(const auto port, row.integer("port"));
                              if (store_.shape.ports && port > 0 && port < 65536)
                                one.port = static_cast<std::uint16_t>(port);
                              found.push_back(std::move(one));
                              return {};
                            }));
    return found;
  }

  base::Result<std::vector<StampedRow>> last_seen(const AccountRow& account, const Span& span) {
    std::vector<StampedRow> found;
    TRY_VOID(client_->query("last access of an account",
                            "SELECT floor(extract(epoch FROM max(at)))::bigint AS seconds FROM " + store_.shape.access +
                                " WHERE account = :id" + in_span,
                            of_account(account, span), [&](const sql::Row& row) -> base::Result<> {
                              TRY(const auto at, time(row, "seconds"));
                              if (at) found.push_back({.text = base::format_time(*at), .at = at, .port = {}});
                              return {};
                            }));
    return found;
  }

  const Store& store_;
  std::unique_ptr<sql::Client> client_;
  base::Time as_of_;
};

class Partitions final : public Source, public Surveyed {
 public:
  Partitions(std::string name, Store store)
      : facts_(access::facts_of(std::move(name), store.shape)), store_(std::move(store)) {}

  const SourceFacts& facts() const override { return facts_; }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(auto client, store_.connection.connect());
    return std::make_unique<PartitionsReading>(store_, std::move(client), as_of);
  }

  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from, base::Time) override {
    const std::string at = "floor(extract(epoch FROM at))::bigint",
                      created = "floor(extract(epoch FROM created))::bigint";
    const std::string setting = "the job that drops the oldest partitions";
    const std::vector<CountQuery> counts{
        {"ip_address", store_.shape.access, "account", at, 1, setting},
        {"last_seen", store_.shape.access, "account", at, 1, setting},
        {"phone_number", store_.shape.accounts + " WHERE phone <> ''", "account", "", 1, ""},
        {"registration_date", store_.shape.accounts, "account", created, 1, ""},
        {"user_name", store_.shape.accounts + " WHERE name <> ''", "account", "", 1, ""}};
    TRY(const auto client, store_.connection.connect());
    return survey_sql(*client, counts, kept_from);
  }

 private:
  SourceFacts facts_;
  Store store_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_pg_partitions(std::string name, Keys& keys) {
  TRY(Connection connection, Connection::read(keys, name, sql::Engine::postgresql, {}));
  TRY(access::Shape shape, access::read_shape(keys));
  return std::make_unique<Partitions>(std::move(name), Store{std::move(connection), std::move(shape)});
}

}  // namespace writ::provider
