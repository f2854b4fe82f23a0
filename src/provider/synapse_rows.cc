#include "provider/synapse_rows.h"

#include "provider/address.h"
#include "provider/phone.h"
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

namespace {

/// Between what a second and what a millisecond count can be: 5138 in seconds, 1973 in milliseconds. A server whose
/// column has the other unit is caught here and not misread by a factor of a thousand.
constexpr std::int64_t seconds_below = 100'000'000'000;

std::int64_t milliseconds(base::Time time) { return base::unix_seconds(time) * 1000; }

}  // namespace

base::Result<base::Time> Rows::from_milliseconds(std::string_view what, std::int64_t value) const {
  if (value < seconds_below) {
    return base::fail(base::Errc::unavailable, db_.source(), std::string(what),
                      "unit: " + std::to_string(value) + " is not a time in milliseconds");
  }
  return base::from_unix(value / 1000);
}

base::Result<> Rows::check_units() {
  return db_.query("user_ips.last_seen", "SELECT max(last_seen) FROM user_ips", {},
                   [&](const store::Row& row) -> base::Result<> {
                     if (!row.is_null(0)) TRY_VOID(from_milliseconds("user_ips.last_seen", row.integer(0)));
                     return {};
                   });
}

base::Result<std::vector<AccountRow>> Rows::accounts(std::string_view what, std::string_view where,
                                                     std::initializer_list<store::Value> values) {
  std::vector<AccountRow> found;
  const std::string sql =
      "SELECT name, creation_ts, deactivated FROM users WHERE " + std::string(where) + " ORDER BY name";
  TRY_VOID(db_.query(what, sql, values, [&](const store::Row& row) -> base::Result<> {
    AccountRow account{.user_id = row.text(0), .deactivated = row.integer(2) != 0};
    if (const auto created = row.integer_or_null(1)) {
      if (*created < 0 || *created >= seconds_below) {
        return base::fail(base::Errc::unavailable, db_.source(), "users.creation_ts",
                          "unit: " + std::to_string(*created) + " is not a time in seconds");
      }
      account.created = base::from_unix(*created);
    }
    if (!account.created || *account.created <= as_of_) found.push_back(std::move(account));
    return {};
  }));
  return found;
}

base::Result<std::vector<AccountRow>> Rows::by_user_id(const std::string& user_id) {
  return accounts("account by user id", "name = ?", {user_id});
}

base::Result<std::vector<AccountRow>> Rows::by_localpart(const std::string& localpart) {
  // ';' is the character after ':', so this is every "@localpart:..." by the index on name.
  TRY(auto found,
      accounts("account by name", "name >= ? AND name < ?", {"@" + localpart + ":", "@" + localpart + ";"}));
  if (!found.empty()) return found;
  return accounts("account by name", "lower(name) >= lower(?) AND lower(name) < lower(?)",
                  {"@" + localpart + ":", "@" + localpart + ";"});
}

base::Result<std::vector<AccountRow>> Rows::by_phone(const std::string& e164) {
  TRY_VOID(db_.add_match("spells_phone", [e164](std::string_view stored) { return spells_phone(stored, e164); }));
  return accounts("account by phone number",
                  "name IN (SELECT user_id FROM user_threepids WHERE medium = 'msisdn' AND added_at <= ? AND "
                  "spells_phone(address))",
                  {milliseconds(as_of_)});
}

base::Result<std::vector<AccountRow>> Rows::by_email(const std::string& email) {
  return accounts("account by e-mail",
                  "name IN (SELECT user_id FROM user_threepids WHERE medium = 'email' AND added_at <= ? AND "
                  "lower(address) = lower(?))",
                  {milliseconds(as_of_), email});
}

base::Result<std::vector<AccountRow>> Rows::by_address(const std::string& canonical, std::optional<std::uint16_t> port,
                                                       const Span& span) {
  TRY_VOID(db_.add_match("spells_address", [canonical, port](std::string_view stored) {
    const auto address = parse_stored_address(stored);
    if (!address || address->canonical != canonical) return false;
    return !port || !address->port || *address->port == *port;
  }));
  return accounts(
      "accounts by address",
      "name IN (SELECT user_id FROM user_ips WHERE last_seen >= ? AND last_seen < ? AND spells_address(ip))",
      {milliseconds(span.from), milliseconds(span.to)});
}

base::Result<std::vector<StampedRow>> Rows::stamped(std::string_view what, std::string_view sql,
                                                    std::initializer_list<store::Value> values) {
  std::vector<StampedRow> found;
  TRY_VOID(db_.query(what, sql, values, [&](const store::Row& row) -> base::Result<> {
    TRY(const base::Time at, from_milliseconds(what, row.integer(1)));
    found.push_back({row.text(0), at});
    return {};
  }));
  return found;
}

base::Result<std::vector<StampedRow>> Rows::addresses(const std::string& user_id, const Span& span) {
  return stamped("addresses of an account",
                 "SELECT ip, last_seen FROM user_ips WHERE user_id = ? AND last_seen >= ? AND last_seen < ? ORDER BY "
                 "last_seen, ip",
                 {user_id, milliseconds(span.from), milliseconds(span.to)});
}

base::Result<std::vector<StampedRow>> Rows::user_agents(const std::string& user_id, const Span& span) {
  return stamped(
      "user agents of an account",
      "SELECT user_agent, max(last_seen) FROM user_ips WHERE user_id = ? AND last_seen >= ? AND last_seen < ? "
      "AND user_agent <> '' GROUP BY user_agent ORDER BY 2, 1",
      {user_id, milliseconds(span.from), milliseconds(span.to)});
}

base::Result<std::optional<base::Time>> Rows::last_seen(const std::string& user_id, const Span& span) {
  std::optional<base::Time> last;
  TRY_VOID(db_.query("last seen of an account",
                     "SELECT max(last_seen) FROM user_ips WHERE user_id = ? AND last_seen >= ? AND last_seen < ?",
                     {user_id, milliseconds(span.from), milliseconds(span.to)},
                     [&](const store::Row& row) -> base::Result<> {
                       if (row.is_null(0)) return {};
                       TRY(last, from_milliseconds("user_ips.last_seen", row.integer(0)));
                       return {};
                     }));
  return last;
}

base::Result<std::vector<StampedRow>> Rows::third_party_ids(const std::string& user_id, std::string_view medium) {
  return stamped("third-party ids of an account",
                 "SELECT address, added_at FROM user_threepids WHERE user_id = ? AND medium = ? AND added_at <= ? "
                 "ORDER BY added_at, address",
                 {user_id, medium, milliseconds(as_of_)});
}

}  // namespace synapse
}  // namespace writ::provider
