// The three engines behind sql::connect. Inside of the room.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "provider/sql_client.h"

namespace writ::provider::sql {

base::Result<std::unique_ptr<Client>> connect_sqlite(const ConnectOptions& options);
base::Result<std::unique_ptr<Client>> connect_postgresql(const ConnectOptions& options);
base::Result<std::unique_ptr<Client>> connect_mariadb(const ConnectOptions& options);

/// No text that a connector reads is longer; a longer one is an attack on us or a broken store.
constexpr std::size_t cell_bytes_max = 1 << 20;

/// What the servers' clients share: names, limits, the count of rows.
class Budget {
 public:
  Budget(std::string source, const ReadLimits& limits)
      : source_(std::move(source)), limits_(limits), deadline_(std::chrono::steady_clock::now() + limits.time_max) {}

  const std::string& source() const { return source_; }
  const ReadLimits& limits() const { return limits_; }
  std::int64_t rows() const { return rows_; }
  /// Not below zero.
  std::chrono::milliseconds left() const;
  base::Error out_of_time(std::string_view what) const;
  /// The row cap's error for the row after the last allowed.
  base::Result<> count_row(std::string_view what);
  base::Error error(std::string_view what, std::string_view fault, std::string_view detail) const {
    return error_of(source_, what, fault, detail);
  }

 private:
  std::string source_;
  ReadLimits limits_;
  std::chrono::steady_clock::time_point deadline_;
  std::int64_t rows_ = 0;
};

/// What a refused certificate, or a server without TLS, is told with: the keys that demand it.
base::Error tls_error(const ConnectOptions& options, std::string_view said);

/// The statement's values in the order in which they are sent; invalid names one that is missing.
base::Result<std::vector<const Value*>> in_order(const Bound& bound, const Values& values);

/// Lower-case ASCII, as columns are named.
std::string lower_ascii(std::string_view text);
base::Result<std::size_t> find_column(const std::vector<std::string>& columns, std::string_view column,
                                      const std::string& source, std::string_view what);

}  // namespace writ::provider::sql
