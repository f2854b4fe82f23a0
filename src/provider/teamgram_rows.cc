#include "provider/teamgram_rows.h"

#include <algorithm>
#include <utility>

#include "provider/address.h"
#include "provider/sql_times.h"

namespace writ::provider::teamgram {

namespace {

/// auths.client_ip is varchar(32): a longer IPv6 address is cut, and a cut one can be another, valid address.
constexpr std::size_t client_ip_size = 32;

/// Sessions of an account, ended ones too (they keep their row), with who else the device's key carries.
constexpr const char* sessions_of =
    " a.date_active AS at, u.date_created AS began, u.deleted AS ended,"
    " (SELECT COUNT(*) FROM auth_users o WHERE o.auth_key_id = u.auth_key_id AND o.user_id <> u.user_id) AS others,"
    " (SELECT COUNT(*) FROM auth_users o WHERE o.auth_key_id = u.auth_key_id AND o.user_id <> u.user_id"
    "  AND o.deleted = 0) AS others_live"
    " FROM auth_users u JOIN auths a ON a.auth_key_id = u.auth_key_id"
    " WHERE a.date_active >= :since AND a.date_active < :until AND ";

/// "last active at (session since ...; the device carries 2 accounts, which of them was active is not kept)"
std::string meaning_of(const std::optional<base::Time>& began, std::int64_t others) {
  std::string meaning = "last active at (";
  meaning += began ? "session since " + base::format_time(*began) : "the session's beginning is not held";
  if (others > 0) {
    meaning += "; the device carries " + std::to_string(others + 1) + " accounts, which of them was active is not kept";
  }
  return meaning + ")";
}

/// Signed out here and another account signed in on the same device: what the device did since is not this user's.
std::string left_out_of(const std::string& text, std::int64_t ended, std::int64_t others_live) {
  if (ended != 0 && others_live > 0) return "of a device that another account uses since";
  if (text.size() >= client_ip_size && text.find(':') != std::string::npos) return "possibly cut to 32 characters";
  return {};
}

}  // namespace

const AllowList& columns() {
  static const AllowList list{
      .columns = {{"users", {"id", "phone", "created_at", "deleted"}},
                  {"username", {"username", "peer_type", "peer_id", "deleted"}},
                  {"auth_users", {"auth_key_id", "user_id", "date_created", "deleted"}},
                  {"auths",
                   {"id", "auth_key_id", "client_ip", "date_active", "device_model", "system_version", "app_version"}},
                  {"user_presences", {"user_id", "last_seen_at"}}},
      .functions = {}};
  return list;
}

base::Result<std::optional<base::Time>> TeamgramReading::seconds(const sql::Row& row, std::string_view column) {
  TRY(const auto unit, sql::TimeColumn::make(sql::TimeUnit::seconds, "UTC"));
  // Plausible at the time of reading, not of the record, which may be set back.
  return unit.read(row, column,
                   std::max(as_of_, std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now())));
}

base::Result<> TeamgramReading::check_units() {
  return client_->query("auths.date_active", "SELECT date_active FROM auths ORDER BY id DESC LIMIT 1", {},
                        [&](const sql::Row& row) -> base::Result<> {
                          TRY_VOID(seconds(row, "date_active"));
                          return {};
                        });
}

base::Result<std::vector<AccountRow>> TeamgramReading::find(const legal::Selector& selector, const Span& span) {
  switch (selector.kind) {
    case legal::SelectorKind::user_id:
      return by_id(selector.value);
    case legal::SelectorKind::user_name:
      return by_user_name(selector.value);
    case legal::SelectorKind::phone_number:
      return by_phone(selector.value);
    case legal::SelectorKind::ip_address:
      return by_address(selector, span);
    case legal::SelectorKind::email:
      break;
  }
  return base::invalid("selector.kind", "email", "is no way to find an account in Teamgram");
}

base::Result<std::vector<AccountRow>> TeamgramReading::accounts(std::string_view what, const std::string& where,
                                                                const sql::Values& values) {
  std::vector<AccountRow> found;
  TRY(const auto created_at, sql::TimeColumn::make(sql::TimeUnit::timestamp, "UTC"));  // the session's zone is UTC
  const std::string statement =
      "SELECT users.id AS id, users.deleted AS deleted, users.created_at AS created_at,"
      " COALESCE((SELECT MIN(n.username) FROM username n WHERE n.peer_type = :peer_user AND n.peer_id = users.id"
      " AND n.deleted = 0), '') AS name FROM users WHERE " +
      where + " ORDER BY users.id";
  sql::Values with_peer = values;
  with_peer.emplace_back("peer_user", peer_user);
  TRY_VOID(client_->query(what, statement, with_peer, [&](const sql::Row& row) -> base::Result<> {
    AccountRow account;
    TRY(account.id, row.text("id"));
    TRY(account.name, row.text("name"));
    TRY(const auto deleted, row.integer("deleted"));
    const base::Time now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    TRY(account.created, created_at.read(row, "created_at", std::max(as_of_, now)));
    account.closed = deleted != 0;
    if (!account.created || *account.created <= as_of_) found.push_back(std::move(account));
    return {};
  }));
  return found;
}

base::Result<std::vector<AccountRow>> TeamgramReading::by_id(const std::string& id) {
  return accounts("account by user id", "users.id = :id", {{"id", static_cast<std::int64_t>(std::stoll(id))}});
}

base::Result<std::vector<AccountRow>> TeamgramReading::by_phone(const std::string& e164) {
  TRY(auto found, accounts("account by phone number", "users.phone = :digits", {{"digits", e164.substr(1)}}));
  // No history: the account cannot have had the number before it was made.
  for (AccountRow& account : found) account.matched_from = account.created;
  return found;
}

base::Result<std::vector<AccountRow>> TeamgramReading::by_user_name(const std::string& given) {
  const std::string name = given.starts_with('@') ? given.substr(1) : given;
  // The column's collation takes more for equal than letter case; the name was checked to be ASCII.
  return accounts("account by user name",
                  "users.id IN (SELECT n.peer_id FROM username n WHERE n.peer_type = :peer_user AND n.deleted = 0"
                  " AND n.username = :name AND LOWER(CONVERT(n.username USING ascii)) = LOWER(:name))",
                  {{"name", name}});
}

base::Result<std::vector<AccountRow>> TeamgramReading::by_address(const legal::Selector& selector, const Span& span) {
  const bool four = selector.value.find(':') == std::string::npos;
  const std::string statement =
      std::string("SELECT u.user_id AS user_id, a.client_ip AS text,") + sessions_of +
      "(INET6_ATON(TRIM(a.client_ip)) IN (INET6_ATON(:value), INET6_ATON(:mapped))"
      " OR a.client_ip LIKE CONCAT('%', :value, ':%') OR a.client_ip LIKE '[%' OR a.client_ip LIKE '%\\%%')";
  std::vector<std::int64_t> ids;
  TRY_VOID(client_->query("accounts by address", statement,
                          {{"value", selector.value},
                           {"mapped", four ? "::ffff:" + selector.value : selector.value},
                           {"since", base::unix_seconds(span.from)},
                           {"until", base::unix_seconds(span.to)}},
                          [&](const sql::Row& row) -> base::Result<> {
                            TRY(const std::string text, row.text("text"));
                            TRY(const auto ended, row.integer("ended"));
                            TRY(const auto others_live, row.integer("others_live"));
                            TRY(const auto id, row.integer("user_id"));
                            const auto address = parse_stored_address(text);
                            const bool other_port =
                                address && selector.port && address->port && *address->port != *selector.port;
                            if (address && address->canonical == selector.value && !other_port &&
                                left_out_of(text, ended, others_live).empty())
                              ids.push_back(id);
                            return {};
                          }));
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<AccountRow> found;
  for (const std::int64_t id : ids) {
    TRY(auto one, by_id(std::to_string(id)));
    std::move(one.begin(), one.end(), std::back_inserter(found));
  }
  return found;
}

base::Result<std::vector<StampedRow>> TeamgramReading::rows(std::string_view category, const AccountRow& account,
                                                            const Span& span) {
  if (category == "phone_number") return phones(account);
  if (category == "last_seen") return presence(account, span);
  if (category == "ip_address") return sessions("addresses of an account", "a.client_ip", account, span);
  return sessions("devices of an account", "TRIM(CONCAT_WS(' ', a.device_model, a.system_version, a.app_version))",
                  account, span);
}

base::Result<std::vector<StampedRow>> TeamgramReading::phones(const AccountRow& account) {
  std::vector<StampedRow> found;
  TRY_VOID(client_->query("phone number of an account",
                          "SELECT phone FROM users WHERE id = :id AND phone <> '' AND phone NOT LIKE '-%'",
                          {{"id", account.id}}, [&](const sql::Row& row) -> base::Result<> {
                            TRY(std::string phone, row.text("phone"));
                            found.push_back({.text = std::move(phone)});
                            return {};
                          }));
  return found;
}

base::Result<std::vector<StampedRow>> TeamgramReading::sessions(std::string_view what, const std::string& text,
                                                                const AccountRow& account, const Span& span) {
  std::vector<StampedRow> found;
  const std::string statement =
      "SELECT " + text + " AS text," + sessions_of + "u.user_id = :id AND " + text + " <> '' ORDER BY at, text";
  TRY_VOID(client_->query(
      what, statement,
      {{"id", account.id}, {"since", base::unix_seconds(span.from)}, {"until", base::unix_seconds(span.to)}},
      [&](const sql::Row& row) -> base::Result<> {
        StampedRow session;
        TRY(session.text, row.text("text"));
        TRY(session.at, seconds(row, "at"));
        TRY(const auto began, seconds(row, "began"));
        TRY(const auto ended, row.integer("ended"));
        TRY(const auto others, row.integer("others"));
        TRY(const auto others_live, row.integer("others_live"));
        session.meaning = meaning_of(began, others);
        session.left_out = left_out_of(session.text, ended, others_live);
        found.push_back(std::move(session));
        return {};
      }));
  return found;
}

base::Result<std::vector<StampedRow>> TeamgramReading::presence(const AccountRow& account, const Span& span) {
  std::vector<StampedRow> found;
  TRY_VOID(client_->query(
      "last seen of an account",
      "SELECT last_seen_at FROM user_presences WHERE user_id = :id AND last_seen_at >= :since AND last_seen_at < "
      ":until",
      {{"id", account.id}, {"since", base::unix_seconds(span.from)}, {"until", base::unix_seconds(span.to)}},
      [&](const sql::Row& row) -> base::Result<> {
        TRY(const auto at, seconds(row, "last_seen_at"));
        if (at) found.push_back({.text = {}, .at = at});
        return {};
      }));
  return found;
}

}  // namespace writ::provider::teamgram
