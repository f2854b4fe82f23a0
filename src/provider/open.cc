#include "provider/open.h"

#include <algorithm>
#include <utility>

#include "legal/codes.h"
#include "provider/toml_settings.h"

namespace writ::provider {

namespace {

constexpr std::string_view schema_name = "writ-provider/v1";
constexpr std::int64_t candidates_most = 100;
constexpr std::int64_t window_hours_most = 24 * 7;
constexpr std::size_t file_bytes_max = 1 << 20;

base::Result<std::unique_ptr<Source>> make_source(Settings settings, const std::string& where,
                                                  const base::Path& folder) {
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
  TRY(TomlFile parsed, parse_toml(text, name));
  if (parsed.sources.empty()) return base::invalid(name + ": source", "", "must hold at least one [[source]] table");
  Keys keys(name, folder, std::move(parsed.common));
  ProviderFile file;
  TRY_VOID(read_common(keys, file));
  for (std::size_t i = 0; i < parsed.sources.size(); ++i) {
    const std::string where = name + ": source[" + std::to_string(i) + "]";
    TRY(auto source, make_source(std::move(parsed.sources[i]), where, folder));
    file.sources.push_back(std::move(source));
  }
  // What a deployment would refuse when it starts is refused by a check as well.
  if (const auto fit = check_asking(file.sources, file.own_addresses, file.shared_addresses); !fit)
    return base::invalid(name + ": " + fit.error().field, fit.error().value, fit.error().rule);
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
