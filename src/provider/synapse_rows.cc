#include "provider/synapse_rows.h"

#include "provider/address.h"
#include "provider/phone.h"
#include "provider/synapse.h"
#include "provider/synapse_sqlite.h"

namespace writ::provider {

const AllowList& synapse_allow_list() {
  static const AllowList allowed{
      .columns = {{"users", {"name", "creation_ts", "deactivated"}},
                  {"user_ips", {"user_id", "ip", "user_agent", "last_seen"}},
                  {"user_threepids", {"user_id", "medium", "address", "added_at"}}},
      .functions = {"lower", "max"},
  };
  return allowed;
}

namespace synapse {

base::Result<> SqliteReading::check_units() {
  return db_.query("user_ips.last_seen", "SELECT max(last_seen) FROM user_ips", {},
                   [&](const store::Row& row) -> base::Result<> {
                     if (!row.is_null(0))
                       TRY_VOID(from_milliseconds(db_.source(), "user_ips.last_seen", row.integer(0)));
                     return {};
                   });
}

base::Result<std::vector<AccountRow>> SqliteReading::find(const legal::Selector& selector, const Span& span) {
  switch (selector.kind) {
    case legal::SelectorKind::user_id:
      return by_user_id(selector.value);
    case legal::SelectorKind::user_name:
      return selector.value.starts_with('@') ? by_user_id(selector.value) : by_localpart(selector.value);
    case legal::SelectorKind::phone_number:
    case legal::SelectorKind::email:
      return by_third_party_id(selector);
    case legal::SelectorKind::ip_address:
      return by_address(selector, span);
  }
  std::unreachable();
}

base::Result<std::vector<AccountRow>> SqliteReading::accounts(std::string_view what, std::string_view where,
                                                              std::initializer_list<store::Value> values) {
  std::vector<AccountRow> found;
  const std::string sql =
      "SELECT name, creation_ts, deactivated FROM users WHERE " + std::string(where) + " ORDER BY name";
  TRY_VOID(db_.query(what, sql, values, [&](const store::Row& row) -> base::Result<> {
    AccountRow account{.id = row.text(0), .name = localpart(row.text(0)), .closed = row.integer(2) != 0};
    if (const auto created = row.integer_or_null(1)) {
      TRY(account.created, from_seconds(db_.source(), "users.creation_ts", *created));
    }
    if (!account.created || *account.created <= as_of_) found.push_back(std::move(account));
    return {};
  }));
  return found;
}

base::Result<std::vector<AccountRow>> SqliteReading::by_user_id(const std::string& user_id) {
  return accounts("account by user id", "name = ?", {user_id});
}

base::Result<std::vector<AccountRow>> SqliteReading::by_localpart(const std::string& localpart) {
  // ';' is the character after ':', so this is every "@localpart:..." by the index on name.
  TRY(auto found,
      accounts("account by name", "name >= ? AND name < ?", {"@" + localpart + ":", "@" + localpart + ";"}));
  if (!found.empty()) return found;
  return accounts("account by name", "lower(name) >= lower(?) AND lower(name) < lower(?)",
                  {"@" + localpart + ":", "@" + localpart + ";"});
}

base::Result<std::vector<AccountRow>> SqliteReading::by_third_party_id(const legal::Selector& selector) {
  const bool phone = selector.kind == legal::SelectorKind::phone_number;
  const std::string what = phone ? "account by phone number" : "account by e-mail";
  std::string sql = "SELECT user_id, added_at FROM user_threepids WHERE medium = ? AND added_at <= ? AND ";
  if (phone) {
    TRY_VOID(db_.add_match("spells_phone",
                           [e164 = selector.value](std::string_view stored) { return spells_phone(stored, e164); }));
    sql += "spells_phone(address) ORDER BY added_at";
  } else {
    sql += "lower(address) = lower(?) ORDER BY added_at";
  }
  std::vector<std::pair<std::string, base::Time>> holders;
  const auto each = [&](const store::Row& row) -> base::Result<> {
    TRY(const base::Time added, from_milliseconds(db_.source(), "user_threepids.added_at", row.integer(1)));
    holders.emplace_back(row.text(0), added);
    return {};
  };
  const std::int64_t until = milliseconds(as_of_);
  TRY_VOID(phone ? db_.query(what, sql, {"msisdn", until}, each)
                 : db_.query(what, sql, {"email", until, selector.value}, each));
  std::vector<AccountRow> found;
  for (const auto& [user_id, added] : holders) {
    TRY(auto account, by_user_id(user_id));
    for (AccountRow& row : account) {
      row.matched_from = added;
      if (found.empty() || found.back().id != row.id) found.push_back(std::move(row));
    }
  }
  return found;
}

base::Result<std::vector<AccountRow>> SqliteReading::by_address(const legal::Selector& selector, const Span& span) {
  TRY_VOID(db_.add_match("spells_address", [selector](std::string_view stored) {
    const auto address = parse_stored_address(stored);
    if (!address || address->canonical != selector.value) return false;
    return !selector.port || !address->port || *address->port == *selector.port;
  }));
  return accounts(
      "accounts by address",
      "name IN (SELECT user_id FROM user_ips WHERE last_seen >= ? AND last_seen < ? AND spells_address(ip))",
      {milliseconds(span.from), milliseconds(span.to)});
}

base::Result<std::vector<StampedRow>> SqliteReading::stamped(std::string_view what, std::string_view sql,
                                                             std::initializer_list<store::Value> values) {
  std::vector<StampedRow> found;
  TRY_VOID(db_.query(what, sql, values, [&](const store::Row& row) -> base::Result<> {
    TRY(const base::Time at, from_milliseconds(db_.source(), what, row.integer(1)));
    found.push_back({.text = row.text(0), .at = at, .port = {}});
    return {};
  }));
  return found;
}

base::Result<std::vector<StampedRow>> SqliteReading::rows(std::string_view category, const AccountRow& account,
                                                          const Span& span) {
  if (category == "phone_number" || category == "email") {
    return stamped("third-party ids of an account",
                   "SELECT address, added_at FROM user_threepids WHERE user_id = ? AND medium = ? AND added_at <= ? "
                   "ORDER BY added_at, address",
                   {account.id, category == "email" ? "email" : "msisdn", milliseconds(as_of_)});
  }
  if (category == "ip_address") {
    return stamped("addresses of an account",
                   "SELECT ip, last_seen FROM user_ips WHERE user_id = ? AND last_seen >= ? AND last_seen < ? "
                   "ORDER BY last_seen, ip",
                   {account.id, milliseconds(span.from), milliseconds(span.to)});
  }
  if (category == "device") {
    return stamped(
        "user agents of an account",
        "SELECT user_agent, max(last_seen) FROM user_ips WHERE user_id = ? AND last_seen >= ? AND last_seen < ? "
        "AND user_agent <> '' GROUP BY user_agent ORDER BY 2, 1",
        {account.id, milliseconds(span.from), milliseconds(span.to)});
  }
  std::vector<StampedRow> found;
  TRY(const auto last, last_seen(account.id, span));
  if (last) found.push_back({.text = {}, .at = last, .port = {}});
  return found;
}

base::Result<bool> SqliteReading::any(std::string_view, const AccountRow& account, const Span& span) {
  TRY(const auto last, last_seen(account.id, span));
  return last.has_value();
}

base::Result<std::optional<base::Time>> SqliteReading::last_seen(const std::string& user_id, const Span& span) {
  std::optional<base::Time> last;
  TRY_VOID(db_.query("last seen of an account",
                     "SELECT max(last_seen) FROM user_ips WHERE user_id = ? AND last_seen >= ? AND last_seen < ?",
                     {user_id, milliseconds(span.from), milliseconds(span.to)},
                     [&](const store::Row& row) -> base::Result<> {
                       if (row.is_null(0)) return {};
                       TRY(last, from_milliseconds(db_.source(), "user_ips.last_seen", row.integer(0)));
                       return {};
                     }));
  return last;
}

}  // namespace synapse
}  // namespace writ::provider
