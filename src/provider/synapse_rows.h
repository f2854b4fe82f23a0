// The SQL that is sent to a Synapse SQLite database, and its rows as plain values. Inside of the room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "provider/guarded_db.h"
#include "provider/source.h"

namespace writ::provider::synapse {

class SqliteReading final : public Reading {
 public:
  SqliteReading(GuardedDb db, base::Time as_of) : db_(std::move(db)), as_of_(as_of) {}

  /// unavailable if user_ips.last_seen is not in milliseconds: every row would then look older than any window, and a
  /// wrong unit would pass for an empty list.
  base::Result<> check_units();

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override;
  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override;
  base::Result<bool> any(std::string_view category, const AccountRow& account, const Span& span) override;
  std::int64_t rows_read() const override { return db_.rows(); }

 private:
  base::Result<std::vector<AccountRow>> by_user_id(const std::string& user_id);
  /// Exactly, on whatever server name; if there is none, in other letter case (accounts older than the rule of lower
  /// case).
  base::Result<std::vector<AccountRow>> by_localpart(const std::string& localpart);
  base::Result<std::vector<AccountRow>> by_third_party_id(const legal::Selector& selector);
  /// Accounts whose row of this address, in any spelling, was last seen in the span. With a port, rows that store
  /// another port do not count; rows that store none do.
  base::Result<std::vector<AccountRow>> by_address(const legal::Selector& selector, const Span& span);
  base::Result<std::optional<base::Time>> last_seen(const std::string& user_id, const Span& span);
  base::Result<std::vector<AccountRow>> accounts(std::string_view what, std::string_view where,
                                                 std::initializer_list<store::Value> values);
  base::Result<std::vector<StampedRow>> stamped(std::string_view what, std::string_view sql,
                                                std::initializer_list<store::Value> values);

  GuardedDb db_;
  base::Time as_of_;
};

}  // namespace writ::provider::synapse
