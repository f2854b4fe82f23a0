#include "provider/open.h"

#include <algorithm>
#include <utility>

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include "legal/codes.h"

namespace writ::provider {

namespace {

constexpr std::string_view schema_name = "writ-provider/v1";
constexpr std::int64_t candidates_most = 100;
constexpr std::int64_t window_hours_most = 24 * 7;
constexpr std::size_t file_bytes_max = 1 << 20;

std::optional<std::vector<std::string>> texts_of(const toml::array& array) {
  std::vector<std::string> list;
  for (const toml::node& node : array) {
    const auto text = node.value_exact<std::string>();
    if (!text) return std::nullopt;
    list.push_back(*text);
  }
  return list;
}

/// A table's settings with dotted names. invalid names what is neither text, integer, flag nor list of texts.
base::Result<> flatten(const toml::table& table, const std::string& where, const std::string& prefix,
                       std::map<std::string, Keys::Setting>& settings) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const toml::table* inner = node.as_table()) {
      TRY_VOID(flatten(*inner, where, key + ".", settings));
    } else if (const auto text = node.value_exact<std::string>()) {
      settings[key] = *text;
    } else if (const auto number = node.value_exact<std::int64_t>()) {
      settings[key] = *number;
    } else if (const auto flag = node.value_exact<bool>()) {
      settings[key] = *flag;
    } else {
      const toml::array* array = node.as_array();
      auto list = array == nullptr ? std::nullopt : texts_of(*array);
      if (!list)
        return base::invalid(where + "." + key, "", "must be a text, an integer, true or false, or a list of texts");
      settings[key] = std::move(*list);
    }
  }
  return {};
}

base::Result<std::unique_ptr<Source>> make_source(const toml::table& table, const std::string& where,
                                                  const base::Path& folder) {
  std::map<std::string, Keys::Setting> settings;
  TRY_VOID(flatten(table, where, "", settings));
  Keys keys(where, folder, std::move(settings));
  TRY(const std::string kind, keys.text("kind"));
  TRY(std::string name, keys.text_or("name", kind));
  if (!legal::is_code(name))
    return std::unexpected(keys.wrong("name", "must be a-z, 0-9, '.', '_', '-', at most 64 characters"));
  const auto known =
      std::find_if(kinds().begin(), kinds().end(), [&](const Kind& other) { return other.name == kind; });
  if (known == kinds().end()) {
    std::string all;
    for (const Kind& other : kinds()) all += (all.empty() ? "" : ", ") + std::string(other.name);
    return std::unexpected(keys.wrong("kind", "must be one of " + all));
  }
  TRY(auto source, known->make(std::move(name), keys));
  TRY_VOID(keys.none_left());
  return source;
}

/// The keys that hold for all sources.
base::Result<> read_common(Keys& keys, ProviderFile& file) {
  TRY(const std::string schema, keys.text("schema"));
  if (schema != schema_name)
    return std::unexpected(keys.wrong("schema", "must be \"" + std::string(schema_name) + "\""));
  TRY(file.own_addresses, keys.texts("own_addresses"));
  TRY(file.shared_addresses, keys.texts("shared_addresses"));
  TRY(const auto candidates, keys.integer_or("candidates_max", 10, 1, candidates_most));
  TRY(const auto hours, keys.integer_or("address_window_hours", 24, 1, window_hours_most));
  file.candidates_max = static_cast<std::size_t>(candidates);
  file.address_window_max = std::chrono::hours(hours);
  return keys.none_left();
}

}  // namespace

base::Result<ProviderFile> parse_provider(std::string_view text, const std::string& name, const base::Path& folder) {
  const toml::parse_result parsed = toml::parse(text, name);
  if (!parsed) {
    return base::invalid(name + ":" + std::to_string(parsed.error().source().begin.line), "",
                         std::string(parsed.error().description()));
  }
  toml::table common = parsed.table();
  const toml::array* sources = parsed.table()["source"].as_array();
  if (sources == nullptr || sources->empty())
    return base::invalid(name + ": source", "", "must hold at least one [[source]] table");
  common.erase("source");
  std::map<std::string, Keys::Setting> settings;
  TRY_VOID(flatten(common, name, "", settings));
  Keys keys(name, folder, std::move(settings));
  ProviderFile file;
  TRY_VOID(read_common(keys, file));
  for (std::size_t i = 0; i < sources->size(); ++i) {
    const std::string where = name + ": source[" + std::to_string(i) + "]";
    const toml::table* table = (*sources)[i].as_table();
    if (table == nullptr) return base::invalid(where, "", "must be a table");
    TRY(auto source, make_source(*table, where, folder));
    file.sources.push_back(std::move(source));
  }
  return file;
}

base::Result<ProviderFile> read_provider(const base::Files& files, const base::Path& file) {
  TRY(const std::string text, files.read(file, file_bytes_max));
  return parse_provider(text, file.filename().string(), file.parent_path());
}

base::Result<std::unique_ptr<Connector>> open_connector(ProviderFile file, HoldingsProfile holdings, Audit audit) {
  return make_connector(std::move(file.sources), {.holdings = std::move(holdings),
                                                  .candidates_max = file.candidates_max,
                                                  .address_window_max = file.address_window_max,
                                                  .own_addresses = std::move(file.own_addresses),
                                                  .shared_addresses = std::move(file.shared_addresses),
                                                  .audit = std::move(audit)});
}

}  // namespace writ::provider
