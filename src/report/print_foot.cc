#include "report/print_foot.h"

#include <algorithm>

namespace writ::report {

namespace {

constexpr std::size_t hash_figures = 16;  // as under the charts

std::string path_of(const PeriodData& one) { return "reports/" + one.name() + "/foot.css"; }

/// A CSS string: neither a quote nor the end of a line may end it early.
std::string css_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c != '\n') out += c;
  }
  return out + "\"";
}

}  // namespace

SiteFiles print_feet(const SiteData& site) {
  SiteFiles out;
  for (const PeriodData& one : site.periods) {
    std::string words = base::format_period(one.period());
    const auto report = std::ranges::find(one.bundle.files, "report.json", &BundleFile::name);
    if (report != one.bundle.files.end()) words += " \u00b7 report.json " + report->sha256.substr(0, hash_figures);
    if (!site.label().empty()) words += " \u00b7 " + site.label();
    out.emplace_back(path_of(one), ":root{--w-print-foot:" + css_string(words) + "}\n");
  }
  return out;
}

std::string print_foot_of(const SiteData& site, const Here& here) {
  if (site.periods.empty()) return "";
  for (const PeriodData& one : site.periods)
    if (here.plain_path().starts_with("reports/" + one.name() + "/")) return path_of(one);
  return path_of(site.periods.back());
}

}  // namespace writ::report
