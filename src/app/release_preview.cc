// What the report that waits says, beside the one before it.
#include <algorithm>
#include <set>

#include "app/publish.h"
#include "app/release.h"
#include "log/format/report_json.h"

namespace writ::app {

namespace {

// counted-log.md section 5: a held line has the salt of its one public leaf, an open line has a seed.
constexpr std::string_view held_line = ",\"salt8\":\"";

base::Result<log::Report> report_in(const Deployment& deployment, const base::Path& folder) {
  const base::Files& files = deployment.files;
  TRY(const std::string text, files.read(folder / "report.json"));
  return log::parse_report(text);
}

std::uint64_t at(const log::Counts& counts, const std::string& code) {
  const auto found = counts.find(code);
  return found == counts.end() ? 0 : found->second;
}

std::uint64_t held_in(std::string_view openings) {
  std::uint64_t held = 0;
  for (std::size_t from = 0; (from = openings.find(held_line, from)) != openings.npos; from += held_line.size()) ++held;
  return held;
}

void compare(const log::Report& now, const log::Report* before, ReportPreview& out) {
  static const log::Counts none;
  for (const std::string_view name : log::total_names) {
    const std::string key(name);
    out.figures.push_back(
        {key, before == nullptr ? 0 : at(before->totals.at(key), "all"), at(now.totals.at(key), "all")});
  }
  for (const std::string key : {"outcome", "offence"}) {
    const log::Counts& old = before == nullptr ? none : before->by.at(key);
    std::set<std::string> codes;
    for (const auto* counts : {&old, &now.by.at(key)})
      for (const auto& [code, count] : *counts) codes.insert(code);
    for (const std::string& code : codes)
      out.figures.push_back({key + "/" + code, at(old, code), at(now.by.at(key), code)});
  }
  if (before == nullptr) return;
  for (const auto& [country, count] : now.totals.at("requests"))
    if (at(before->totals.at("requests"), country) == 0) out.new_countries.push_back(country);
}

}  // namespace

base::Result<ReportPreview> preview_of(Deployment& deployment, const base::Period& period) {
  const base::Path published = deployment.layout.bundles() / base::period_name(period);
  const base::Path folder = deployment.files.exists(published) ? published : staged_folder(deployment, period);
  TRY(const log::Report now, report_in(deployment, folder));
  std::optional<log::Report> before;
  for (const base::Path& one : published_bundles(deployment)) {
    TRY(log::Report report, report_in(deployment, one));
    if (report.period.first < period.first && (!before || before->period.first < report.period.first))
      before = std::move(report);
  }
  const base::Files& files = deployment.files;
  TRY(const std::string openings, files.read(folder / "openings.jsonl"));
  ReportPreview out;
  out.policies = now.policies;
  out.restated = now.restated.size();
  out.held = held_in(openings);
  out.unverified = now.unverified;
  if (before) {
    out.before = before->period;
    out.policies_before = before->policies;
  }
  compare(now, before ? &*before : nullptr, out);
  return out;
}

}  // namespace writ::app
