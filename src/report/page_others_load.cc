// From the folder of tables to what the pages are made of.
#include <algorithm>

#include "observatory/import.h"
#include "report/page_others.h"

namespace writ::report {

namespace {

/// Tables by hand are a few megabytes; what is larger is not one of ours.
constexpr std::size_t table_bytes_max = std::size_t{64} << 20;

/// Without a refused row: our own tables have none.
base::Result<observatory::Import> read_table(const std::string& name, std::string_view text) {
  observatory::TextSource bytes(text);
  TRY(observatory::Import import, observatory::import_bytes(bytes, name));
  if (import.refused || import.rows_refused > 0) {
    const auto first = std::ranges::find_if(import.findings, [&](const observatory::Finding& one) {
      return one.severity == observatory::Severity::refused && one.file == name;
    });
    return base::fail(base::Errc::corrupt, name, "", first == import.findings.end() ? "is no table" : first->message());
  }
  return import;
}

base::Result<> add_table(Others& others, const std::string& name, std::string_view text) {
  TRY(observatory::Import import, read_table(name, text));
  if (import.observations.empty()) return {};
  others.first[import.observations.front().platform] = others.observations.size();
  for (observatory::Observation& one : import.observations) {
    others.platform_of_file.emplace(one.source_file, one.platform);
    others.observations.push_back(std::move(one));
  }
  return {};
}

base::Result<> add_findings(Others& others, const std::string& name, std::string_view text) {
  TRY(observatory::Import import, read_table(name, text));
  others.findings = std::move(import.findings);
  return {};
}

}  // namespace

std::size_t Others::table_line(const observatory::Observation& figure) const {
  // The header is the first line.
  return static_cast<std::size_t>(&figure - observations.data()) - first.find(figure.platform)->second + 2;
}

std::vector<const observatory::Platform*> Others::platforms() const {
  std::vector<const observatory::Platform*> out;
  for (const observatory::Platform& one : observatory::platforms())
    if (first.contains(one.code)) out.push_back(&one);
  return out;
}

namespace {

/// Places with figures of two platforms or more, and those of all countries together.
void find_places(Others& others) {
  std::map<std::pair<std::string, std::string>, std::string> seen;  // the first platform of each
  for (const observatory::Observation& one : others.observations) {
    const OthersMeasure* measure = find_others_measure(one.measure);
    if (measure == nullptr) continue;
    const std::pair<std::string, std::string> place(measure->code, one.country);
    const auto [first, fresh] = seen.emplace(place, one.platform);
    if (one.country.empty() || first->second != one.platform) others.places.insert(place);
  }
}

}  // namespace

base::Result<Others> load_others(const base::Files& files, const base::Path& folder) {
  Others others;
  if (folder.empty()) return others;
  for (const observatory::Platform& platform : observatory::platforms()) {
    const std::string name = std::string(platform.code) + ".csv";
    if (!files.exists(folder / name)) continue;
    TRY(std::string text, files.read(folder / name, table_bytes_max));
    TRY_VOID(add_table(others, name, text));
    others.files.emplace_back(name, std::move(text));
  }
  for (const char* name : {"findings.csv", "datapackage.json"}) {
    if (!files.exists(folder / name)) continue;
    TRY(std::string text, files.read(folder / name, table_bytes_max));
    others.files.emplace_back(name, std::move(text));
    if (std::string_view(name) == "findings.csv") TRY_VOID(add_findings(others, name, others.files.back().second));
  }
  find_places(others);
  others.disagreements = observatory::check_figures(others.observations);
  return others;
}

}  // namespace writ::report
