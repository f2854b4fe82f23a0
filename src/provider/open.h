// Connectors from a configuration file: `state/provider.toml` of a deployment (docs/formats/provider.md).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "provider/asking.h"
#include "provider/limits.h"
#include "provider/source.h"
#include "provider/sql_client.h"

namespace writ::provider {

/// The keys of one `[[source]]`, nested ones with dots ("limits.rows"). Every error names file, source, key, value,
/// rule.
class Keys {
 public:
  using Setting = std::variant<std::string, std::int64_t, bool, std::vector<std::string>>;
  Keys(std::string where, base::Path folder, std::map<std::string, Setting> settings);

  /// invalid if missing or empty.
  base::Result<std::string> text(const std::string& key);
  base::Result<std::string> text_or(const std::string& key, std::string otherwise);
  /// Relative paths are relative to the file's folder.
  base::Result<base::Path> path(const std::string& key);
  base::Result<base::Path> path_or_none(const std::string& key);  // empty
  base::Result<std::int64_t> integer_or(const std::string& key, std::int64_t otherwise, std::int64_t least,
                                        std::int64_t most);
  base::Result<bool> flag_or(const std::string& key, bool otherwise);
  base::Result<std::vector<std::string>> texts(const std::string& key);  // empty if missing
  bool has(const std::string& key) const { return settings_.contains(key); }
  /// invalid names the first key that nobody read: a misspelled limit must not be a limit that is not there.
  base::Result<> none_left() const;
  base::Error wrong(const std::string& key, std::string rule) const;

 private:
  const Setting* take(const std::string& key);

  std::string where_;
  base::Path folder_;
  std::map<std::string, Setting> settings_;
  std::vector<std::string> taken_;
};

/// limits.time_ms, limits.connect_ms, limits.rows.
base::Result<ReadLimits> limits_of(Keys& keys);

/// host, port, database, user, secret_file | secret_env, tls, tls_ca; file for SQLite. The secret is read at each
/// connection.
class Connection {
 public:
  static base::Result<Connection> read(Keys& keys, std::string source, sql::Engine engine, AllowList allowed);
  base::Result<std::unique_ptr<sql::Client>> connect() const;
  const std::string& source() const { return source_; }
  sql::Engine engine() const { return engine_; }
  const ReadLimits& limits() const { return limits_; }
  /// Password in clear text over a network.
  bool exposed() const;

 private:
  std::string source_;
  sql::Engine engine_ = sql::Engine::sqlite;
  ReadLimits limits_;
  base::Path file_;
  AllowList allowed_;
  std::string host_;
  std::uint16_t port_ = 0;
  std::string database_;
  std::string user_;
  base::Path secret_file_;
  std::string secret_env_;
  bool verify_tls_ = true;
  base::Path tls_ca_;
};

/// One kind of source. `make` reads its own keys; what it leaves is an error.
struct Kind {
  std::string_view name;
  base::Result<std::unique_ptr<Source>> (*make)(std::string name, Keys& keys);
};
/// synapse_sqlite, synapse_postgresql, mas, teamgram, sql, ... (kinds.cc): a new connector adds its line there.
std::span<const Kind> kinds();

/// A file's `[[source]]` tables, and what holds for all: own_addresses, shared_addresses, candidates_max,
/// address_window_hours.
struct ProviderFile {
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<std::string> own_addresses;
  std::vector<std::string> shared_addresses;
  std::size_t candidates_max = 10;
  std::chrono::seconds address_window_max = std::chrono::hours(24);
};

/// `name` stands in errors; relative paths are relative to `folder`. Nothing is connected.
base::Result<ProviderFile> parse_provider(std::string_view toml, const std::string& name, const base::Path& folder);
base::Result<ProviderFile> read_provider(const base::Files& files, const base::Path& file);

/// `options` with the file's own lists and caps.
base::Result<std::unique_ptr<Connector>> open_connector(ProviderFile file, HoldingsProfile holdings, Audit audit);

}  // namespace writ::provider
