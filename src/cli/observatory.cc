// `writ observatory import | show | check | export`; `surge` has a file of its own.
#include "cli/observatory.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "base/progress.h"
#include "cli/opened.h"
#include "observatory/check.h"
#include "observatory/export.h"
#include "observatory/import.h"
#include "observatory/store.h"

namespace writ::cli {

namespace {

namespace obs = writ::observatory;

constexpr std::size_t alike_printed_max = 3;  // of one file and rule; --all prints the rest

void print_findings(const obs::Import& import, bool all) {
  std::map<std::string, std::size_t> printed;
  for (const obs::Finding& finding : import.findings) {
    if (!all && ++printed[finding.column + finding.rule] > alike_printed_max) continue;
    fmt::print("  {:<8}{}\n", obs::code(finding.severity), finding.message());
  }
  for (const auto& [rule, count] : printed) {
    if (count > alike_printed_max) fmt::print("  ... {} more like it: {}\n", count - alike_printed_max, rule);
  }
}

void print_import(const obs::Import& import, bool all) {
  if (import.refused) {
    fmt::print("{}: REFUSED, nothing of it was read\n", import.file);
  } else {
    fmt::print("{}: {}, {} rows read, {} refused, {} figures\n", import.file, import.family, import.rows_read,
               import.rows_refused, import.observations.size());
  }
  for (const auto& [rule, rows] : import.refused_by_rule) fmt::print("  {} refused: {}\n", rows, rule);
  if (import.family == obs::findings_family) {
    fmt::print("  {} findings of the publishers' files (writ observatory show --findings)\n", import.findings.size());
  } else {
    print_findings(import, all);
  }
}

base::Result<std::vector<obs::Import>> read_files(const ObservatoryImportArguments& arguments) {
  TRY(const std::vector<base::Path> files, obs::files_to_import(arguments.files));
  std::map<std::string, std::string> paths;  // the store knows a file by its name
  std::vector<obs::Import> imports;
  base::BarProgress progress("importing");
  for (const base::Path& file : files) {
    const auto [at, is_new] = paths.emplace(file.filename().string(), file.string());
    if (!is_new)
      return base::invalid("files", file.string(),
                           "has the name of " + at->second + "; import them apart, under different names");
    TRY(obs::Import import, obs::import_file(file));
    imports.push_back(std::move(import));
    progress.step(imports.size(), files.size());
  }
  return imports;
}

base::Result<int> import_files(const ObservatoryImportArguments& arguments) {
  TRY(std::vector<obs::Import> imports, read_files(arguments));
  for (const obs::Import& import : imports) print_import(import, arguments.all);
  const auto whole = std::erase_if(imports, [](const obs::Import& import) { return import.refused; });
  TRY(obs::Store store, obs::Store::open(arguments.db, true));
  TRY_VOID(store.put(imports));
  TRY(const auto observations, store.observations());
  fmt::print("{}: {} figures; {} disagreements (writ observatory check)\n", arguments.db, observations.size(),
             obs::check_figures(observations).size());
  return whole > 0 ? 2 : 0;
}

base::Result<int> show(const ObservatoryShowArguments& arguments) {
  TRY(obs::Store store, obs::Store::open(arguments.db, false));
  if (arguments.findings) {
    TRY(const auto findings, store.findings());
    for (const obs::Finding& finding : findings)
      fmt::print("{:<8}{}\n", obs::code(finding.severity), finding.message());
    return 0;
  }
  if (!arguments.platform.empty() || !arguments.country.empty() || !arguments.measure.empty()) {
    TRY(const auto observations, store.observations({arguments.platform, arguments.country, arguments.measure}));
    fmt::print("{}", obs::observations_csv(observations));
    return observations.empty() ? 1 : 0;
  }
  TRY(const auto sources, store.sources());
  fmt::print("{:<50} {:<10} {:>10} {:>8}\n", "file", "family", "rows read", "refused");
  for (const obs::Source& source : sources) {
    fmt::print("{:<50} {:<10} {:>10} {:>8}\n", source.file, source.family, source.rows_read, source.rows_refused);
    for (const auto& [rule, rows] : source.refused_by_rule) fmt::print("  {} refused: {}\n", rows, rule);
  }
  return 0;
}

nlohmann::ordered_json place_json(const obs::Place& place) {
  return {{"measure", place.measure},
          {"period", base::format_period(place.period)},
          {"figure", obs::words(place.figure)},
          {"file", place.file},
          {"line", place.line},
          {"record", place.record}};
}

void print_check_json(const std::vector<obs::Disagreement>& disagreements) {
  auto out = nlohmann::ordered_json::array();
  for (const obs::Disagreement& d : disagreements) {
    auto against = nlohmann::ordered_json::array();
    for (const obs::Place& place : d.against) against.push_back(place_json(place));
    out.push_back({{"check", obs::code(d.check)},
                   {"platform", d.platform},
                   {"country", d.country},
                   {"measure", d.measure},
                   {"period", base::format_period(d.period)},
                   {"expected", d.expected},
                   {"found", d.found},
                   {"at", place_json(d.at)},
                   {"against", std::move(against)}});
  }
  fmt::print("{}\n", out.dump(2));
}

base::Result<int> check(const ObservatoryCheckArguments& arguments) {
  TRY(obs::Store store, obs::Store::open(arguments.db, false));
  TRY(const auto observations, store.observations());
  auto disagreements = obs::check_figures(observations);
  const auto gaps = obs::find_gaps(observations);
  if (arguments.gaps) disagreements.insert(disagreements.end(), gaps.begin(), gaps.end());
  if (arguments.json) {
    print_check_json(disagreements);
  } else {
    std::map<obs::Check, std::size_t> by_check;
    for (const obs::Disagreement& d : disagreements) {
      if (by_check[d.check]++ == 0) fmt::print("{}\n", obs::code(d.check));
      fmt::print("  {}\n", d.message());
    }
    fmt::print("{} figures, {} disagreements; nothing was corrected\n", observations.size(), disagreements.size());
    if (!arguments.gaps) fmt::print("{} gaps between published periods (--gaps)\n", gaps.size());
  }
  return disagreements.empty() ? 0 : 1;
}

base::Result<int> export_to(const ObservatoryExportArguments& arguments) {
  TRY(obs::Store store, obs::Store::open(arguments.db, false));
  TRY(const auto observations, store.observations());
  TRY(const auto findings, store.findings());
  base::DiskFiles files;
  for (const obs::ExportFile& file : obs::export_files(observations, findings, {.json = !arguments.csv_only})) {
    TRY_VOID(files.write(base::Path(arguments.out) / file.name, file.content));
    fmt::print("{}/{}: {} bytes\n", arguments.out, file.name, file.content.size());
  }
  return 0;
}

int exit_code(const base::Result<int>& done) { return done ? *done : report_error(done.error()); }

}  // namespace

int run_observatory_import(const ObservatoryImportArguments& arguments) { return exit_code(import_files(arguments)); }
int run_observatory_show(const ObservatoryShowArguments& arguments) { return exit_code(show(arguments)); }
int run_observatory_check(const ObservatoryCheckArguments& arguments) { return exit_code(check(arguments)); }
int run_observatory_export(const ObservatoryExportArguments& arguments) { return exit_code(export_to(arguments)); }

}  // namespace writ::cli
