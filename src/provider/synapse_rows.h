// The SQL that is sent to a Synapse database, and its rows as plain values. Inside of the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "provider/guarded_db.h"

namespace writ::provider::synapse {

struct AccountRow {
  std::string user_id;
  std::optional<base::Time> created;  // users.creation_ts is in seconds; all other times are in milliseconds
  bool deactivated = false;
};

/// An address (`user_ips.ip`), a user agent or a third-party id, with the only time that the row has.
struct StampedRow {
  std::string text;
  base::Time at;
};

/// Whole seconds, `from` included, `to` excluded; rows later than the record clock are beyond `to`.
struct Span {
  base::Time from;
  base::Time to;
};

class Rows {
 public:
  explicit Rows(GuardedDb& db, base::Time as_of) : db_(db), as_of_(as_of) {}

  /// unavailable if user_ips.last_seen is not in milliseconds: every row would then look older than any window, and a
  /// wrong unit would pass for an empty list.
  base::Result<> check_units();

  /// Accounts that exist at the record clock.
  base::Result<std::vector<AccountRow>> by_user_id(const std::string& user_id);
  /// Exactly, on whatever server name; if there is none, in other letter case (accounts older than the rule of lower
  /// case).
  base::Result<std::vector<AccountRow>> by_localpart(const std::string& localpart);
  base::Result<std::vector<AccountRow>> by_phone(const std::string& e164);
  base::Result<std::vector<AccountRow>> by_email(const std::string& email);
  /// Accounts whose row of this address, in any spelling, was last seen in the span. With a port, rows that store
  /// another port do not count; rows that store none do.
  base::Result<std::vector<AccountRow>> by_address(const std::string& canonical, std::optional<std::uint16_t> port,
                                                   const Span& span);

  /// Ascending by time.
  base::Result<std::vector<StampedRow>> addresses(const std::string& user_id, const Span& span);
  /// One row for each user agent, with the last time.
  base::Result<std::vector<StampedRow>> user_agents(const std::string& user_id, const Span& span);
  base::Result<std::optional<base::Time>> last_seen(const std::string& user_id, const Span& span);
  /// `medium` is "msisdn" or "email"; ascending by time added.
  base::Result<std::vector<StampedRow>> third_party_ids(const std::string& user_id, std::string_view medium);

 private:
  base::Result<std::vector<AccountRow>> accounts(std::string_view what, std::string_view where,
                                                 std::initializer_list<store::Value> values);
  base::Result<base::Time> from_milliseconds(std::string_view what, std::int64_t value) const;
  base::Result<std::vector<StampedRow>> stamped(std::string_view what, std::string_view sql,
                                                std::initializer_list<store::Value> values);

  GuardedDb& db_;
  base::Time as_of_;
};

}  // namespace writ::provider::synapse
