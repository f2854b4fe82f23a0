// A mapping's statements and their rows as plain values. Inside of the room.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "provider/mapping.h"
#include "provider/source.h"

namespace writ::provider {

class MappedReading final : public Reading {
 public:
  /// `now` is the time of reading: a row may be later than the record clock, and then it is not looked at.
  MappedReading(std::unique_ptr<sql::Client> client, const Mapping& mapping, base::Time as_of, base::Time now)
      : client_(std::move(client)), mapping_(mapping), as_of_(as_of), now_(now) {}

  base::Result<std::vector<AccountRow>> find(const legal::Selector& selector, const Span& span) override;
  base::Result<std::vector<StampedRow>> rows(std::string_view category, const AccountRow& account,
                                             const Span& span) override;
  std::int64_t rows_read() const override { return client_->rows(); }

 private:
  base::Result<AccountRow> account_of(const sql::Row& row);
  base::Result<std::optional<base::Time>> optional_time(const sql::Row& row, std::string_view column);
  /// Is a row that was found by address within what was asked? Of a column with a zone the statement's window is wider.
  base::Result<bool> in_window(const sql::Row& row, const Span& span) const;
  /// A wrong unit must not pass for an empty list.
  base::Result<> check_extent(std::string_view category);

  std::unique_ptr<sql::Client> client_;
  const Mapping& mapping_;
  base::Time as_of_;
  base::Time now_;
};

/// Somebody who does not exist, by each kind of selector: reserved names and ranges (RFC 2606, RFC 5737, Ofcom's
/// numbers for drama).
legal::Selector nobody(legal::SelectorKind kind);

/// The values of an accounts query. invalid: the selector does not survive the folding.
base::Result<sql::Values> account_values(const Mapping& mapping, const legal::Selector& selector, const Span& span,
                                         base::Time as_of);
sql::Values category_values(const CategoryQuery& query, const std::string& account, const Span& span, base::Time as_of);

}  // namespace writ::provider
