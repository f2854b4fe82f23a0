// Prosody's two stores of mod_lastlog2, as plain values: files of data_path, and the tables of mod_storage_sql. Inside
// of the room.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.h"
#include "provider/open.h"

namespace writ::provider::prosody {

/// The last of each kind: "login", "logout", "registered". Earlier ones are overwritten.
struct Event {
  base::Time at;
  std::string ip;  // empty unless lastlog_ip_address is on
};
using Events = std::map<std::string, Event, std::less<>>;

/// One question's view.
class Store {
 public:
  virtual ~Store() = default;
  virtual base::Result<bool> has_account(const std::string& user) = 0;
  /// How many there are.
  virtual base::Result<std::int64_t> accounts() = 0;
  virtual base::Result<Events> events(const std::string& user) = 0;
  /// Of every user that has events.
  virtual base::Result<> each(const std::function<base::Result<>(const std::string& user, const Events&)>& one) = 0;
  /// SQL: can values of the store `accounts` be read? Files: their reader can read all of data_path.
  virtual base::Result<bool> reads_secrets() = 0;
  virtual std::int64_t rows() const = 0;
};

base::Result<std::unique_ptr<Store>> open_files(const std::string& source, const base::Path& data,
                                                const std::string& domain, const ReadLimits& limits);
base::Result<std::unique_ptr<Store>> open_sql(const Connection& connection, const std::string& domain);

/// As Prosody names files: bytes other than letters and digits as %xx.
std::string file_name(std::string_view text);
std::optional<std::string> from_file_name(std::string_view name);
/// `return { ["login"] = { ["timestamp"] = 1; ["ip"] = "..."; }; };`: a table of tables of texts and numbers, nothing
/// is run. nullopt = anything else.
std::optional<Events> parse_lua(std::string_view text);
/// `{"timestamp":1,"ip":"..."}`.
std::optional<Event> parse_json(const std::string& text);

}  // namespace writ::provider::prosody
