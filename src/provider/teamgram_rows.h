// The SQL that is sent to a Teamgram database, and its rows as plain values. Inside of the room.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "provider/source.h"
#include "provider/sql_client.h"

namespace writ::provider::teamgram {

/// The columns that are read, and no other: what `writ provider sql teamgram` grants.
const AllowList& columns();

/// peer_type of a user in table `username` (mtproto PEER_USER); others are channels.
constexpr std::int64_t peer_user = 2;

class TeamgramReading final : public Reading {
 public:
  TeamgramReading(std::unique_ptr<sql::Client> client, base::Time as_of) : client_(std::move(client)), as_of_(as_of) {}

  /// unavailable if times are not in seconds: in milliseconds every row would lie beyond any window, and a wrong unit
  /// would pass for an empty list.
  base::Result<> check_units();

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override;
  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override;
  std::int64_t rows_read() const override { return client_->rows(); }

 private:
  base::Result<std::vector<AccountRow>> by_id(const std::string& id);
  base::Result<std::vector<AccountRow>> by_phone(const std::string& e164);
  base::Result<std::vector<AccountRow>> by_user_name(const std::string& name);
  /// A scan of the window's rows: there is no index on the address.
  base::Result<std::vector<AccountRow>> by_address(const legal::Selector& selector, const Span& span);
  base::Result<std::vector<AccountRow>> accounts(std::string_view what, const std::string& where,
                                                 const sql::Values& values);
  base::Result<std::vector<StampedRow>> phones(const AccountRow& account);
  base::Result<std::vector<StampedRow>> sessions(std::string_view what, const std::string& text,
                                                 const AccountRow& account, const Span& span);
  base::Result<std::vector<StampedRow>> presence(const AccountRow& account, const Span& span);
  /// nullopt: 0, which Teamgram writes for what it does not hold.
  base::Result<std::optional<base::Time>> seconds(const sql::Row& row, std::string_view column);

  std::unique_ptr<sql::Client> client_;
  base::Time as_of_;
};

}  // namespace writ::provider::teamgram
