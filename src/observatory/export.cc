#include "observatory/export.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace writ::observatory {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view csv_header =
    "platform,country,period_start,period_end,measure,low,high,status,source_file,source_line\n";
constexpr std::string_view findings_header = "severity,source_file,source_line,record,column,value,rule\n";

std::string number(const std::optional<std::int64_t>& value) { return value ? std::to_string(*value) : ""; }

std::string findings_csv(std::span<const Finding> findings) {
  std::string out(findings_header);
  for (const Finding& f : findings) {
    out += std::string(code(f.severity)) + "," + csv_field(f.file) + "," + (f.line > 0 ? std::to_string(f.line) : "") +
           "," + (f.record > 0 ? std::to_string(f.record) : "") + "," + csv_field(f.column) + "," + csv_field(f.value) +
           "," + csv_field(f.rule) + "\n";
  }
  return out;
}

std::string observations_json(std::span<const Observation> observations) {
  std::string out = "[";
  const auto text = [](std::string_view value) { return Json(value).dump(); };
  const auto end = [](const std::optional<std::int64_t>& value) {
    return value ? std::to_string(*value) : std::string("null");
  };
  for (const Observation& o : observations) {
    out += out.size() == 1 ? "\n" : ",\n";
    out += R"({"platform":)" + text(o.platform) + R"(,"country":)" + (o.country.empty() ? "null" : text(o.country)) +
           R"(,"period_start":")" + base::format_day(o.period.first) + R"(","period_end":")" +
           base::format_day(o.period.last) + R"(","measure":)" + text(o.measure) + R"(,"low":)" + end(o.figure.low) +
           R"(,"high":)" + end(o.figure.high) + R"(,"status":")" + std::string(code(o.figure.status)) +
           R"(","source_file":)" + text(o.source_file) + R"(,"source_line":)" + std::to_string(o.source_line) + "}";
  }
  return out + "\n]\n";
}

Json field(const char* name, const char* type, const char* description, Json constraints = nullptr) {
  Json out{{"name", name}, {"type", type}, {"description", description}};
  if (!constraints.is_null()) out["constraints"] = std::move(constraints);
  return out;
}

Json observation_schema() {
  const Json required{{"required", true}};
  const Json count{{"minimum", 0}};
  Json fields = Json::array();
  fields.push_back(field("platform", "string", "who published", required));
  fields.push_back(field("country", "string", "ISO 3166-1 alpha-2, EU or XK; empty: all countries together",
                         {{"pattern", "[A-Z]{2}"}}));
  fields.push_back(field("period_start", "date", "first day", required));
  fields.push_back(field("period_end", "date", "last day, included", required));
  fields.push_back(field(
      "measure", "string",
      "requests_received, requests_fulfilled, accounts or a further code, with the process after a dot", required));
  fields.push_back(field("low", "integer", "the figure, or the lower end of its band; empty: not reported", count));
  fields.push_back(field("high", "integer",
                         "the figure, or the upper end of its band, included; empty with low: open above", count));
  fields.push_back(field("status", "string", "what low and high mean",
                         {{"required", true}, {"enum", {"reported", "not_reported", "banded"}}}));
  fields.push_back(field("source_file", "string", "file of the publisher or collector", required));
  fields.push_back(field("source_line", "integer", "line in that file, from 1", {{"required", true}, {"minimum", 1}}));
  return {{"fields", std::move(fields)}, {"missingValues", {""}}};
}

Json finding_schema() {
  Json fields = Json::array();
  fields.push_back(field("severity", "string",
                         "refused: not in the table; defect: in the table as published; note: how the file is written",
                         {{"required", true}, {"enum", {"refused", "defect", "note"}}}));
  fields.push_back(field("source_file", "string", "file", {{"required", true}}));
  fields.push_back(field("source_line", "integer", "line from 1; empty: the file as a whole"));
  fields.push_back(field("record", "integer", "record of the file, from 1"));
  fields.push_back(field("column", "string", "column or member"));
  fields.push_back(field("value", "string", "as published, cut to 80 bytes"));
  fields.push_back(field("rule", "string", "the rule that it breaks", {{"required", true}}));
  return {{"fields", std::move(fields)}, {"missingValues", {""}}};
}

Json resource(const ExportFile& file, const Json& schema) {
  const auto dot = file.name.rfind('.');
  const std::string format = file.name.substr(dot + 1);
  Json out{{"name", file.name.substr(0, dot) + (format == "json" ? "-json" : "")},
           {"path", file.name},
           {"format", format},
           {"mediatype", format == "csv" ? "text/csv" : "application/json"},
           {"encoding", "utf-8"}};
  // frictionless-py does not count the bytes of JSON and would call a right number wrong.
  if (format == "csv") out["bytes"] = file.content.size();
  out["profile"] = "tabular-data-resource";
  out["schema"] = schema;
  return out;
}

std::string datapackage(const std::vector<ExportFile>& files, std::span<const Platform* const> shown) {
  Json out{{"profile", "tabular-data-package"},
           {"name", "writ-observatory"},
           {"title", "What platforms published about requests for user data"},
           {"description",
            "Figures as published, never repaired: zero, not reported, banded and open stay distinct. Periods of one "
            "platform may overlap; do not add them up."},
           {"licenses",
            {{{"name", "CC-BY-4.0"},
              {"path", "https://creativecommons.org/licenses/by/4.0/"},
              {"title", "Creative Commons Attribution 4.0"}}}},
           {"sources", Json::array()},
           {"resources", Json::array()}};
  for (const Platform* platform : shown) {
    out["sources"].push_back({{"title", platform->attribution}, {"path", platform->publisher_url}});
    out["sources"].push_back(
        {{"title", std::string(platform->name) + ": collected from"}, {"path", platform->collected_from}});
  }
  for (const ExportFile& file : files)
    out["resources"].push_back(resource(file, file.name == "findings.csv" ? finding_schema() : observation_schema()));
  return out.dump(2) + "\n";
}

}  // namespace

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? "\"\"" : std::string(1, c);
  return out + "\"";
}

std::string observations_csv(std::span<const Observation> observations) {
  std::string out(csv_header);
  for (const Observation& o : observations) {
    out += o.platform + "," + o.country + "," + base::format_day(o.period.first) + "," +
           base::format_day(o.period.last) + "," + o.measure + "," + number(o.figure.low) + "," +
           number(o.figure.high) + "," + std::string(code(o.figure.status)) + "," + csv_field(o.source_file) + "," +
           std::to_string(o.source_line) + "\n";
  }
  return out;
}

std::vector<ExportFile> export_files(std::span<const Observation> observations, std::span<const Finding> findings,
                                     const ExportOptions& options) {
  std::vector<ExportFile> files;
  std::vector<const Platform*> shown;
  for (const Platform& platform : platforms()) {
    const auto of_platform = std::ranges::equal_range(
        observations, platform.code, {}, [](const Observation& o) { return std::string_view(o.platform); });
    if (of_platform.empty()) continue;
    shown.push_back(&platform);
    files.push_back({std::string(platform.code) + ".csv", observations_csv(of_platform)});
  }
  files.push_back({"findings.csv", findings_csv(findings)});
  if (options.json) files.push_back({"observations.json", observations_json(observations)});
  files.push_back({"datapackage.json", datapackage(files, shown)});
  return files;
}

}  // namespace writ::observatory
