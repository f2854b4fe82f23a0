#include "provider/mapping.h"

#include <algorithm>
#include <array>
#include <utility>

#include "legal/vocabulary.h"
#include "provider/toml_settings.h"

namespace writ::provider {

namespace {

constexpr std::string_view schema_name = "writ-mapping/v1";
constexpr int retention_most = 36'525;
constexpr std::array account_names{"value",  "digits", "country", "national", "trunk", "local",
                                   "domain", "mapped", "since",   "until",    "as_of"};
constexpr std::array category_names{"account", "since", "until", "as_of"};
constexpr std::array audit_names{"kept_from"};
constexpr std::array timed_categories{"ip_address", "last_seen", "device"};
/// What a SQLite statement may call: nothing that reads a file, loads code, or knows the schema.
constexpr std::array sqlite_functions{"abs",   "cast",     "coalesce", "count",     "date",   "datetime",  "glob",
                                      "hex",   "ifnull",   "iif",      "instr",     "length", "like",      "lower",
                                      "ltrim", "max",      "min",      "nullif",    "printf", "replace",   "round",
                                      "rtrim", "strftime", "substr",   "substring", "sum",   "trim",   "unixepoch", "upper"};

/// The one thing that a read-only transaction of MariaDB does not stop.
bool writes_file(std::string_view statement) {
  std::string words;  // in capitals, with one blank between them
  for (const char c : statement) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) words += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    else if (!words.ends_with(' ')) words += ' ';
  }
  return words.contains("INTO OUTFILE") || words.contains("INTO DUMPFILE");
}

template <class Names>
base::Result<> check_names(const Keys& keys, const std::string& key, sql::Engine engine, const std::string& statement,
                           const Names& known) {
  const auto bound = sql::bind_names(engine, statement);
  if (!bound) return std::unexpected(keys.wrong(key, bound.error().rule));
  if (writes_file(statement)) return std::unexpected(keys.wrong(key, "must not write a file (INTO OUTFILE, INTO DUMPFILE)"));
  for (const std::string& name : bound->order) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    std::string all;
    for (const char* other : known) all += (all.empty() ? ":" : ", :") + std::string(other);
    return std::unexpected(keys.wrong(key, "names :" + name + "; there are " + all));
  }
  return {};
}

base::Result<sql::TimeColumn> read_time(Keys& keys, sql::Engine engine, const std::string& prefix,
                                        const std::string& otherwise) {
  TRY(const std::string unit_name, keys.text_or(prefix + "unit", otherwise));
  TRY(const std::string zone, keys.text_or(prefix + "zone", "UTC"));
  const auto unit = sql::time_unit(unit_name);
  if (!unit)
    return std::unexpected(keys.wrong(prefix + "unit", "must be seconds, milliseconds, microseconds or timestamp"));
  const auto made = sql::TimeColumn::make(*unit, zone, engine == sql::Engine::sqlite);
  if (!made) return std::unexpected(keys.wrong(prefix + "zone", made.error().rule));
  return *made;
}

base::Result<> read_account(Keys& keys, legal::SelectorKind kind, Mapping& mapping) {
  const std::string prefix = "accounts." + std::string(legal::name_of(kind)) + ".";
  AccountQuery query;
  TRY(query.statement, keys.text(prefix + "query"));
  TRY_VOID(check_names(keys, prefix + "query", mapping.engine, query.statement, account_names));
  TRY(const std::string fold, keys.text_or(prefix + "fold", "exact"));
  const auto known = folding(fold);
  if (!known) return std::unexpected(keys.wrong(prefix + "fold", "must be exact, ascii, nfc or unicode"));
  query.fold = *known;
  TRY(query.scan, keys.flag_or(prefix + "scan", false));
  TRY(const std::string note, keys.text_or(prefix + "not_found_note", ""));
  if (!note.empty()) mapping.facts.not_found_notes[kind] = note;
  mapping.facts.selectors.insert(kind);
  mapping.accounts.emplace(kind, std::move(query));
  return {};
}

base::Result<> read_category(Keys& keys, const std::string& category, Mapping& mapping) {
  const std::string prefix = "category." + category + ".";
  TRY(const sql::TimeColumn time, read_time(keys, mapping.engine, prefix, "seconds"));
  CategoryQuery query{.statement = {}, .time = time, .extent = {}};
  CategoryFacts facts;
  TRY(query.statement, keys.text(prefix + "query"));
  TRY_VOID(check_names(keys, prefix + "query", mapping.engine, query.statement, category_names));
  TRY(facts.timed, keys.flag_or(prefix + "timed", is_timed(mapping, category)));
  TRY(facts.note, keys.text_or(prefix + "note", ""));
  TRY(facts.none_note, keys.text_or(prefix + "none_note", ""));
  TRY(facts.closed_note, keys.text_or(prefix + "closed_note", ""));
  TRY(query.scan, keys.flag_or(prefix + "scan", false));
  // The meaning of a time is never guessed, and neither is a unit: the extent is what shows a wrong one.
  if (facts.timed) {
    TRY(facts.time_meaning, keys.text(prefix + "time_meaning"));
    TRY(query.extent, keys.text(prefix + "extent"));
    if (!keys.has(prefix + "unit")) return std::unexpected(keys.wrong(prefix + "unit", "must be said of times"));
  } else {
    TRY(facts.time_meaning, keys.text_or(prefix + "time_meaning", ""));
    TRY(query.extent, keys.text_or(prefix + "extent", ""));
  }
  if (!query.extent.empty()) {
    TRY_VOID(check_names(keys, prefix + "extent", mapping.engine, query.extent, std::array<const char*, 0>{}));
  }
  TRY(const auto days, keys.integer_or(prefix + "retention_days", 0, 1, retention_most));
  if (days > 0) mapping.facts.retention_days[category] = static_cast<int>(days);
  mapping.facts.categories.emplace(category, std::move(facts));
  mapping.categories.emplace(category, std::move(query));
  return {};
}

/// `[audit]` and `[setting]`, by category.
base::Result<> read_audit(Keys& keys, const std::string& category, Mapping& mapping) {
  const std::string audit = "audit." + category, setting = "setting." + category;
  if (keys.has(audit)) {
    TRY(std::string statement, keys.text(audit));
    TRY_VOID(check_names(keys, audit, mapping.engine, statement, audit_names));
    const auto bound = sql::bind_names(mapping.engine, statement);
    if (is_timed(mapping, category) && bound->order.empty())
      return std::unexpected(keys.wrong(
          audit, "must use :kept_from: of a category with times it says how many rows are before it"));
    mapping.audits.emplace(category, std::move(statement));
  }
  if (keys.has(setting)) {
    TRY(std::string words, keys.text(setting));
    mapping.settings.emplace(category, std::move(words));
  }
  return {};
}

base::Result<> read_allowed(Keys& keys, const Settings& settings, Mapping& mapping) {
  constexpr std::string_view prefix = "allow.";
  for (const auto& [key, value] : settings) {
    if (!key.starts_with(prefix)) continue;
    TRY(auto columns, keys.texts(key));
    if (columns.empty()) return std::unexpected(keys.wrong(key, "must name at least one column"));
    mapping.allowed.columns[key.substr(prefix.size())] = std::move(columns);
  }
  if (mapping.allowed.columns.empty())
    return std::unexpected(keys.wrong("allow", "must name the tables and columns that the queries read"));
  mapping.allowed.functions.assign(sqlite_functions.begin(), sqlite_functions.end());
  return {};
}

}  // namespace

bool is_timed(const Mapping& mapping, std::string_view category) {
  const auto said = mapping.facts.categories.find(category);
  if (said != mapping.facts.categories.end()) return said->second.timed;
  return std::find(timed_categories.begin(), timed_categories.end(), category) != timed_categories.end();
}

base::Result<Mapping> parse_mapping(std::string_view text, const std::string& name) {
  TRY(TomlFile parsed, parse_toml(text, name));
  if (!parsed.sources.empty())
    return base::invalid(name + ": source", "", "is a key of provider.toml, not of a mapping");
  const Settings settings = parsed.common;
  Keys keys(name, {}, std::move(parsed.common));
  TRY(const std::string schema, keys.text("schema"));
  if (schema != schema_name)
    return std::unexpected(keys.wrong("schema", "must be \"" + std::string(schema_name) + "\""));
  TRY(const std::string engine_name, keys.text("engine"));
  const auto engine = sql::engine(engine_name);
  if (!engine) return std::unexpected(keys.wrong("engine", "must be sqlite, postgresql or mariadb"));
  TRY(const sql::TimeColumn account_time, read_time(keys, *engine, "accounts.", "seconds"));
  Mapping mapping{.title = {},
                  .engine = *engine,
                  .allowed = {},
                  .account_time = account_time,
                  .accounts = {},
                  .categories = {},
                  .audits = {},
                  .settings = {},
                  .facts = {}};
  TRY(mapping.title, keys.text_or("title", ""));
  TRY(mapping.facts.ports, keys.flag_or("ports", false));
  TRY(mapping.facts.address_window_note,
      keys.text_or("address_window_note",
                   "Whether every use of an address is kept is for the operator of the store to say."));
  TRY_VOID(read_allowed(keys, settings, mapping));
  using legal::SelectorKind;
  for (const SelectorKind kind : {SelectorKind::user_id, SelectorKind::user_name, SelectorKind::phone_number,
                                  SelectorKind::email, SelectorKind::ip_address}) {
    if (keys.has("accounts." + std::string(legal::name_of(kind)) + ".query"))
      TRY_VOID(read_account(keys, kind, mapping));
  }
  if (mapping.accounts.empty())
    return std::unexpected(keys.wrong("accounts", "must hold a query for at least one kind of selector"));
  for (const legal::Word& word : legal::categories()) {
    const std::string category(word.code);
    if (keys.has("category." + category + ".query")) TRY_VOID(read_category(keys, category, mapping));
    TRY_VOID(read_audit(keys, category, mapping));
  }
  if (mapping.accounts.contains(SelectorKind::ip_address) && !mapping.categories.contains("ip_address"))
    return std::unexpected(keys.wrong("category.ip_address", "must be there where accounts are found by address"));
  TRY_VOID(keys.none_left());
  return mapping;
}

}  // namespace writ::provider
