#include "cli/counted.h"

#include <map>
#include <tuple>

#include <nlohmann/json.hpp>

#include "base/time.h"
#include "legal/countries.h"

namespace writ::cli {

namespace {

struct Figures {
  std::uint64_t fulfilled = 0;
  std::uint64_t users = 0;
};
/// country, first day, last day
using Key = std::tuple<std::string, std::string, std::string>;

base::Result<nlohmann::json> read_report(const base::Path& folder) {
  const base::DiskFiles files;
  TRY(const std::string text, static_cast<const base::Files&>(files).read(folder / "report.json"));
  auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("totals") || !json.contains("period")) {
    return base::fail(base::Errc::corrupt, (folder / "report.json").string(), "", "is not a report");
  }
  return json;
}

}  // namespace

std::vector<std::string> bundle_folders(const base::Path& bundles) {
  const base::DiskFiles files;
  std::vector<std::string> folders;
  for (const std::string& name : files.list(bundles)) folders.push_back((bundles / name).string());
  return folders;
}

base::Result<std::string> counted_table(const base::Path& bundles) {
  std::map<std::string, std::map<std::pair<std::string, std::string>, Figures>> by_country;
  std::vector<std::pair<std::string, std::string>> periods;
  for (const std::string& folder : bundle_folders(bundles)) {
    TRY(const auto report, read_report(folder));
    const auto period = base::parse_period(report.value("period", ""));
    if (!period) return base::fail(base::Errc::corrupt, folder, "", "report.json names no period");
    const std::pair days(base::format_day(period->first), base::format_day(period->last));
    periods.push_back(days);
    for (const auto& [country, count] : report["totals"]["fulfilled"].items()) by_country[country][days].fulfilled = count.get<std::uint64_t>();
    for (const auto& [country, count] : report["totals"]["users_affected"].items()) by_country[country][days].users = count.get<std::uint64_t>();
  }
  std::map<Key, Figures> rows;
  for (auto& [country, figures] : by_country) {
    if (legal::find_country(country) == nullptr) continue;  // `all`, and `--` for held rows
    Figures sum;
    for (const auto& days : periods) {
      rows[{country, days.first, days.second}] = figures[days];
      sum.fulfilled += figures[days].fulfilled;
      sum.users += figures[days].users;
    }
    rows[{country, periods.front().first, periods.back().second}] = sum;
  }
  std::string text;
  for (const auto& [key, figures] : rows) {
    text += std::get<0>(key) + "\t" + std::get<1>(key) + "\t" + std::get<2>(key) + "\t" + std::to_string(figures.fulfilled) + "\t" +
            std::to_string(figures.users) + "\n";
  }
  return text;
}

}  // namespace writ::cli
