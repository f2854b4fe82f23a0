#include "provider/clickhouse.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <tuple>
#include <utility>

#include "base/bytes.h"
#include "provider/access_store.h"
#include "provider/audit.h"
#include "provider/clickhouse_http.h"
#include "provider/examine.h"
#include "provider/sql_times.h"

namespace writ::provider {

namespace {

using clickhouse::Cells;
using clickhouse::Client;
using legal::SelectorKind;

/// An id that no account has: a control character stands in it.
constexpr const char* nobody_at_all = "\x01writ provider check";

struct Store {
  clickhouse::Server server;
  access::Shape shape;
};

class ClickhouseReading final : public Reading {
 public:
  ClickhouseReading(const Store& store, std::unique_ptr<Client> client, base::Time as_of)
      : store_(store), client_(std::move(client)), as_of_(as_of) {}

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override {
    switch (selector.kind) {
      case SelectorKind::user_id:
        return accounts("account by id", "account", {selector.value});
      case SelectorKind::user_name:
        return accounts("account by name", "name", {selector.value});
      case SelectorKind::phone_number:
        return accounts("account by phone number", "phone", {selector.value});
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
  base::Error schema(const std::string& detail) const {
    return sql::error_of(store_.server.source, "a row", sql::fault::schema, detail);
  }

  base::Result<std::int64_t> number(const std::string& text) const {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size())
      return std::unexpected(schema("a number was expected"));
    return value;
  }

  base::Result<std::optional<base::Time>> time(const std::string& text) const {
    TRY(const auto seconds, number(text));
    if (seconds == 0) return std::nullopt;
    if (seconds < sql::earliest_plausible) return std::unexpected(schema("a time before 2000: not in seconds?"));
    return base::from_unix(seconds);
  }

  std::string between(const Span& span) const {
    const auto least = std::max<std::int64_t>(0, base::unix_seconds(span.from));
    return " AND at >= toDateTime(" + std::to_string(least) + ") AND at < toDateTime(" +
           std::to_string(base::unix_seconds(span.to)) + ")";
  }

  base::Result<std::vector<AccountRow>> accounts(std::string_view what, const std::string& column,
                                                 std::vector<std::string> values) {
    std::vector<AccountRow> found;
    TRY_VOID(client_->query(what,
                            "SELECT account, name, toUInt32(created) FROM " + store_.shape.accounts + " WHERE " +
                                column + " IN (SELECT v FROM q) LIMIT " + std::to_string(access::accounts_read_max),
                            {"String", std::move(values)}, 3, [&](const Cells& cells) -> base::Result<> {
                              AccountRow account{
                                  .id = cells[0], .name = cells[1], .created = {}, .name_kept = true, .created_kept = true};
                              TRY(account.created, time(cells[2]));
                              if (!account.created || *account.created <= as_of_) found.push_back(std::move(account));
                              return {};
                            }));
    access::each_once(found);
    return found;
  }

  base::Result<std::vector<AccountRow>> by_address(const legal::Selector& selector, const Span& span) {
    const auto bytes = access::address_bytes(selector.value);
    if (!bytes) return base::invalid("selector.value", selector.value, "is not an IP address");
    std::string where = " WHERE address IN (SELECT v FROM q)" + between(span);
    const bool by_port = selector.port && store_.shape.ports;
    if (by_port) where += " AND port IN (0, " + std::to_string(*selector.port) + ")";
    const std::string limit = " LIMIT " + std::to_string(access::accounts_read_max);
    std::vector<std::string> ids;
    std::set<std::string> without_port;
    TRY_VOID(client_->query("accounts by address",
                            by_port ? "SELECT account, toUInt32(max(port)) FROM " + store_.shape.by_address + where +
                                          " GROUP BY account" + limit
                                    : "SELECT DISTINCT account FROM " + store_.shape.by_address + where + limit,
                            {"FixedString(16)", {*bytes}}, by_port ? 2 : 1, [&](const Cells& cells) -> base::Result<> {
                              ids.push_back(cells[0]);
                              if (by_port && cells[1] == "0") without_port.insert(cells[0]);
                              return {};
                            }));
    if (ids.empty()) return std::vector<AccountRow>();
    TRY(auto found, accounts("accounts of an address", "account", ids));
    for (const std::string& id : ids) {  // removed since: the access records still name it
      const bool known = std::any_of(found.begin(), found.end(), [&](const AccountRow& row) { return row.id == id; });
      if (!known) found.push_back({.id = id, .name = {}, .created = {}, .closed = true});
    }
    access::each_once(found);
    for (AccountRow& account : found) account.without_port = without_port.contains(account.id);
    return found;
  }

  base::Result<std::vector<StampedRow>> phone(const AccountRow& account) {
    std::vector<StampedRow> found;
    TRY_VOID(client_->query(
        "phone number of an account",
        "SELECT DISTINCT phone FROM " + store_.shape.accounts + " WHERE account IN (SELECT v FROM q) AND phone != ''",
        {"String", {account.id}}, 1, [&](const Cells& cells) -> base::Result<> {
          found.push_back({.text = cells[0], .at = {}, .port = {}});
          return {};
        }));
    return found;
  }

  base::Result<std::vector<StampedRow>> addresses(const AccountRow& account, const Span& span) {
    std::vector<StampedRow> found;
    TRY_VOID(client_->query(
        "addresses of an account",
        "SELECT lower(hex(address)), port, toUInt32(at) AS t FROM " + store_.shape.access +
            " WHERE account IN (SELECT v FROM q)" + between(span) + " ORDER BY t LIMIT " +
            std::to_string(store_.server.limits.rows_max + 1),
        {"String", {account.id}}, 3, [&](const Cells& cells) -> base::Result<> {
          const auto bytes = base::bytes_from_hex(cells[0]);
          if (!bytes || bytes->size() != 16) return std::unexpected(schema("address is not a FixedString(16)"));
          StampedRow row{.text = access::address_text(std::string(bytes->begin(), bytes->end())), .at = {}, .port = {}};
          TRY(row.at, time(cells[2]));
          TRY(const auto port, number(cells[1]));
          if (store_.shape.ports && port > 0 && port < 65536) row.port = static_cast<std::uint16_t>(port);
          found.push_back(std::move(row));
          return {};
        }));
    return found;
  }

  base::Result<std::vector<StampedRow>> last_seen(const AccountRow& account, const Span& span) {
    std::vector<StampedRow> found;
    TRY_VOID(client_->query(
        "last access of an account",
        "SELECT toUInt32(max(at)) FROM " + store_.shape.access + " WHERE account IN (SELECT v FROM q)" + between(span),
        {"String", {account.id}}, 1, [&](const Cells& cells) -> base::Result<> {
          TRY(const auto at, time(cells[0]));
          if (at) found.push_back({.text = base::format_time(*at), .at = at, .port = {}});
          return {};
        }));
    return found;
  }

  const Store& store_;
  std::unique_ptr<Client> client_;
  base::Time as_of_;
};

base::Result<std::int64_t> whole(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && end == text.data() + text.size()) return value;
  return base::fail(base::Errc::unavailable, "count", "", "is no number");
}

class Clickhouse final : public Source, public Surveyed {
 public:
  Clickhouse(std::string name, Store store)
      : facts_(access::facts_of(std::move(name), store.shape)), store_(std::move(store)) {}

  const SourceFacts& facts() const override { return facts_; }
  base::Result<std::unique_ptr<Reading>> open(base::Time as_of) override {
    TRY(auto client, Client::connect(store_.server));
    return std::make_unique<ClickhouseReading>(store_, std::move(client), as_of);
  }

  /// Asks every table about an account that nobody has, so that each shard answers, and whether the user may write.
  std::vector<Finding> examine(base::Time now) override {
    Findings findings(facts_.name);
    const auto reading = open(now);
    if (!reading) {
      findings.wrong("connection", "could not be read: " + reading.error().message());
      return findings.take();
    }
    const AccountRow nobody{.id = nobody_at_all, .name = {}, .created = {}, .closed = false};
    const Span day{now - std::chrono::hours(24), now};
    const auto found = (*reading)->find({.kind = SelectorKind::user_id, .value = nobody_at_all}, day);
    if (!found) findings.wrong(store_.shape.accounts, "could not be asked: " + found.error().message());
    const auto rows = (*reading)->rows("ip_address", nobody, day);
    if (!rows) findings.wrong(store_.shape.access, "could not be asked: " + rows.error().message());
    const auto holders = (*reading)->find({.kind = SelectorKind::ip_address, .value = "192.0.2.1"}, day);  // RFC 5737
    if (!holders) findings.wrong(store_.shape.by_address, "could not be asked: " + holders.error().message());
    if (found) examine_rights(findings);
    return findings.take();
  }

  base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from, base::Time) override {
    const std::string& access = store_.shape.access;
    const std::string& accounts = store_.shape.accounts;
    TRY(const auto client, Client::connect(store_.server));
    std::vector<Survey> surveys;
    for (const auto& [category, from, time] :
         {std::tuple("ip_address", access, "at"), std::tuple("last_seen", access, "at"),
          std::tuple("phone_number", accounts + " WHERE phone != ''", "created"),
          std::tuple("registration_date", accounts, "created"),
          std::tuple("user_name", accounts + " WHERE name != ''", "created")}) {
      const auto limit = kept_from.find(category);
      const std::string before =
          std::to_string(limit == kept_from.end() ? 0 : std::max<std::int64_t>(0, base::unix_seconds(limit->second)));
      Survey survey{.category = category, .oldest = {}, .setting = from == access ? "the TTL of " + access : ""};
      TRY_VOID(client->query("how much of " + survey.category,
                             "SELECT count(), toUInt32(min(" + std::string(time) + ")), countIf(" + time +
                                 " < toDateTime(" + before + ")) FROM " + from,
                             {"String", {}}, 3, [&](const Cells& cells) -> base::Result<> {
                               TRY(survey.rows, whole(cells[0]));
                               TRY(const auto oldest, whole(cells[1]));
                               TRY(survey.past, whole(cells[2]));
                               if (*survey.rows > 0 && oldest > 0) survey.oldest = base::from_unix(oldest);
                               return {};
                             }));
      surveys.push_back(std::move(survey));
    }
    return surveys;
  }

 private:
  void examine_rights(Findings& findings) const {
    std::string mode;
    clickhouse::Server as_given = store_.server;  // by its own profile, not by what our session asks for
    as_given.read_only = false;
    const auto asked = [&]() -> base::Result<> {
      TRY(const auto client, Client::connect(as_given));
      return client->query("whether the user may write", "SELECT value FROM system.settings WHERE name = 'readonly'",
                           {"String", {}}, 1, [&](const Cells& cells) -> base::Result<> {
                             mode = cells[0];
                             return {};
                           });
    }();
    if (!asked) findings.note("grants", "whether the user may write could not be asked: " + asked.error().message());
    if (asked && mode != "1" && mode != "2")
      findings.wrong("grants", "the user may write and change settings.", "Give it a profile with readonly = 2.");
  }

  SourceFacts facts_;
  Store store_;
};

}  // namespace

base::Result<std::unique_ptr<Source>> make_clickhouse(std::string name, Keys& keys) {
  Store store;
  TRY(store.server, clickhouse::read_server(keys, name));
  TRY(store.shape, access::read_shape(keys));
  return std::make_unique<Clickhouse>(std::move(name), std::move(store));
}

}  // namespace writ::provider
