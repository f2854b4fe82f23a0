#include "log/format/report_json.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "legal/codes.h"
#include "legal/countries.h"
#include "log/format/json.h"

namespace writ::log {

namespace {
std::unexpected<base::Error> refuse(std::string field, std::string value, std::string rule) {
  return base::invalid("report.json " + std::move(field), std::move(value), std::move(rule));
}

template <class Names>
base::Result<> check_members(const Json& object, const std::string& field, const Names& names) {
  if (object.type != Json::Type::object) return refuse(field, "", "is not an object");
  for (const auto& member : object.members) {
    if (std::find(std::begin(names), std::end(names), member.name) == std::end(names))
      return refuse(field, member.name, "is an unknown member");
  }
  for (const auto name : names) {
    if (object.find(name) == nullptr) return refuse(field, std::string(name), "is a member that is missing");
  }
  return {};
}

base::Result<std::string> text_of(const Json& object, const std::string& field, std::string_view name) {
  const Json* member = object.find(name);
  if (member->type != Json::Type::string) return refuse(field + std::string(name), "", "is not a string");
  return member->text;
}

base::Result<std::uint64_t> integer_of(const Json& object, const std::string& field, std::string_view name) {
  const Json* member = object.find(name);
  if (member->type != Json::Type::integer) return refuse(field + std::string(name), "", "is not an integer");
  return member->integer;
}

template <class Parse>
auto parsed(const Json& object, const std::string& field, std::string_view name, Parse parse, const char* rule)
    -> base::Result<typename decltype(parse(std::string_view()))::value_type> {
  TRY(const std::string text, text_of(object, field, name));
  const auto value = parse(text);
  if (!value) return refuse(field + std::string(name), text, rule);
  return *value;
}

bool is_count_name(const std::string& name, bool by_country) {
  if (name == "--") return true;
  return by_country ? name == "all" || legal::find_country(name) != nullptr : legal::is_code(name);
}

base::Result<Counts> counts_of(const Json& json, const std::string& field, bool by_country) {
  if (json.type != Json::Type::object) return refuse(field, "", "is not an object");
  Counts counts;
  for (const auto& [name, value] : json.members) {
    if (!is_count_name(name, by_country))
      return refuse(field, name, by_country ? "is not a COUNTRY, -- or all" : "is not a CODE or --");
    if (value.type != Json::Type::integer) return refuse(field + "." + name, "", "is not an integer");
    if (value.integer == 0 && !(by_country && name == "all"))
      return refuse(field + "." + name, "0", "is zero; an absent one is zero");
    counts.emplace(name, value.integer);
  }
  if (by_country && !counts.contains("all")) return refuse(field, "all", "is a member that is missing");
  return counts;
}

template <class Names>
base::Result<std::map<std::string, Counts>> tables_of(const Json& json, const std::string& field, const Names& names,
                                                      bool by_country) {
  TRY_VOID(check_members(json, field, names));
  std::map<std::string, Counts> tables;
  for (const auto& [name, value] : json.members) {
    TRY(Counts counts, counts_of(value, field + "." + name, by_country));
    tables.emplace(name, std::move(counts));
  }
  return tables;
}

base::Result<Restated> restated_of(const Json& json) {
  const std::string field = "restated.";
  TRY_VOID(check_members(json, "restated",
                         std::initializer_list<std::string_view>{"index", "request", "position", "value", "reason"}));
  Restated entry;
  TRY(entry.index, integer_of(json, field, "index"));
  TRY(entry.value, text_of(json, field, "value"));
  TRY(entry.reason, text_of(json, field, "reason"));
  TRY(const std::uint64_t position, integer_of(json, field, "position"));
  if (position < 10 || position > 12) return refuse("restated.position", std::to_string(position), "is not 10..12");
  entry.position = static_cast<int>(position);
  const auto parse = [](std::string_view text) {
    return text.starts_with("0x") ? base::hash_from_hex(text.substr(2)) : std::nullopt;
  };
  TRY(entry.request, parsed(json, field, "request", parse, "is not 0x and 64 lower-case hex digits"));
  return entry;
}

base::Result<LateTick> late_tick_of(const Json& json) {
  const std::string field = "late_ticks.";
  TRY_VOID(check_members(json, "late_ticks", std::initializer_list<std::string_view>{"tick", "size", "cosigned"}));
  LateTick entry;
  TRY(entry.tick, parsed(json, field, "tick", base::parse_time, "is not a TIME"));
  TRY(entry.size, integer_of(json, field, "size"));
  TRY(const std::string cosigned, text_of(json, field, "cosigned"));
  if (!cosigned.empty()) {
    TRY(entry.cosigned, parsed(json, field, "cosigned", base::parse_time, "is neither a TIME nor empty"));
  }
  return entry;
}

template <class T, class Read>
base::Result<std::vector<T>> list_of(const Json& json, const std::string& field, Read read) {
  if (json.type != Json::Type::array) return refuse(field, "", "is not an array");
  std::vector<T> list;
  for (const Json& item : json.items) {
    TRY(T value, read(item));
    list.push_back(std::move(value));
  }
  return list;
}

base::Result<std::string> policy_id_of(const Json& json) {
  if (json.type != Json::Type::string || !legal::is_code(json.text))
    return refuse("policies", json.text, "is not a CODE");
  return json.text;
}

base::Result<std::map<std::string, base::Hash>> files_of(const Json& json) {
  if (json.type != Json::Type::object) return refuse("files", "", "is not an object");
  std::map<std::string, base::Hash> files;
  for (const auto& [name, value] : json.members) {
    const auto hash = value.type == Json::Type::string ? base::hash_from_hex(value.text) : std::nullopt;
    if (!hash) return refuse("files." + name, value.text, "is not 64 lower-case hex digits");
    files.emplace(name, *hash);
  }
  return files;
}

constexpr std::string_view report_members[] = {"schema",       "origin",      "period",   "first_index", "close_index",
                                               "published_at", "next_report", "policies", "totals",      "by",
                                               "restated",     "late_ticks",  "files",    "unverified"};
}  // namespace

base::Result<Report> parse_report(std::string_view text) {
  TRY(const Json json, parse_json(text, "unverified"));
  TRY_VOID(check_members(json, "document", report_members));
  TRY(const std::string schema, text_of(json, "", "schema"));
  if (schema != "writ-report/v1") return refuse("schema", schema, "is not writ-report/v1");
  Report report;
  TRY(report.origin, text_of(json, "", "origin"));
  TRY(report.period, parsed(json, "", "period", base::parse_period, "is not a PERIOD"));
  TRY(report.first_index, integer_of(json, "", "first_index"));
  TRY(report.close_index, integer_of(json, "", "close_index"));
  TRY(report.published_at, parsed(json, "", "published_at", base::parse_time, "is not a TIME"));
  TRY(report.next_report, parsed(json, "", "next_report", base::parse_day, "is not a DATE"));
  TRY(report.policies, list_of<std::string>(*json.find("policies"), "policies", policy_id_of));
  TRY(report.totals, tables_of(*json.find("totals"), "totals", total_names, true));
  TRY(report.by, tables_of(*json.find("by"), "by", by_names, false));
  TRY(report.restated, list_of<Restated>(*json.find("restated"), "restated", restated_of));
  TRY(report.late_ticks, list_of<LateTick>(*json.find("late_ticks"), "late_ticks", late_tick_of));
  TRY(report.files, files_of(*json.find("files")));
  const Json* unverified = json.find("unverified");
  if (unverified->type != Json::Type::object) return refuse("unverified", "", "is not an object");
  report.unverified = format_json(*unverified);
  return report;
}

namespace {
Json string_json(std::string text) { return {.type = Json::Type::string, .text = std::move(text)}; }
Json integer_json(std::uint64_t value) {
  return {.type = Json::Type::integer, .text = std::to_string(value), .integer = value};
}

template <class Names>
Json tables_json(const std::map<std::string, Counts>& tables, const Names& names) {
  Json json{.type = Json::Type::object};
  for (const std::string_view name : names) {
    Json counts{.type = Json::Type::object};
    const auto found = tables.find(std::string(name));
    if (found != tables.end()) {
      for (const auto& [key, value] : found->second) counts.members.push_back({key, integer_json(value)});
    }
    json.members.push_back({std::string(name), std::move(counts)});
  }
  return json;
}

Json lists_json(const std::vector<Restated>& restated) {
  Json list{.type = Json::Type::array};
  for (const Restated& entry : restated) {
    list.items.push_back({.type = Json::Type::object,
                          .members = {{"index", integer_json(entry.index)},
                                      {"request", string_json("0x" + base::to_hex(entry.request))},
                                      {"position", integer_json(static_cast<std::uint64_t>(entry.position))},
                                      {"value", string_json(entry.value)},
                                      {"reason", string_json(entry.reason)}}});
  }
  return list;
}

Json late_ticks_json(const std::vector<LateTick>& late_ticks) {
  Json list{.type = Json::Type::array};
  for (const LateTick& entry : late_ticks) {
    list.items.push_back(
        {.type = Json::Type::object,
         .members = {{"tick", string_json(base::format_time(entry.tick))},
                     {"size", integer_json(entry.size)},
                     {"cosigned", string_json(entry.cosigned ? base::format_time(*entry.cosigned) : "")}}});
  }
  return list;
}
}  // namespace

std::string format_report(const Report& report) {
  Json policies{.type = Json::Type::array};
  for (const std::string& id : report.policies) policies.items.push_back(string_json(id));
  Json files{.type = Json::Type::object};
  for (const auto& [name, hash] : report.files) files.members.push_back({name, string_json(base::to_hex(hash))});
  const Json document{.type = Json::Type::object,
                      .members = {{"schema", string_json("writ-report/v1")},
                                  {"origin", string_json(report.origin)},
                                  {"period", string_json(base::format_period(report.period))},
                                  {"first_index", integer_json(report.first_index)},
                                  {"close_index", integer_json(report.close_index)},
                                  {"published_at", string_json(base::format_time(report.published_at))},
                                  {"next_report", string_json(base::format_day(report.next_report))},
                                  {"policies", std::move(policies)},
                                  {"totals", tables_json(report.totals, total_names)},
                                  {"by", tables_json(report.by, by_names)},
                                  {"restated", lists_json(report.restated)},
                                  {"late_ticks", late_ticks_json(report.late_ticks)},
                                  {"files", std::move(files)}}};
  std::string text = format_json(document);
  text.pop_back();
  return text + ",\"unverified\":" + report.unverified + "}\n";
}

}  // namespace writ::log
