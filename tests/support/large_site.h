// A provider much larger than any that publishes: 200 countries in 40 quarters, the same figures each time. For the
// bench that weighs its pages and for the test that holds them to their budgets (faces.md, check 12).
#pragma once

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "legal/countries.h"
#include "report/site_data.h"

namespace writ::report_test {

inline constexpr std::size_t large_countries = 200;
inline constexpr int large_quarters = 40;
/// Bytes after gzip: /countries/ in each of its orders, and /countries/matrix/.
inline constexpr std::size_t list_budget = 60'000;
inline constexpr std::size_t matrix_budget = 90'000;

inline report::Counts drawn_counts(std::mt19937& random) {
  report::Counts counts;
  counts.requests = random() % 3000;
  counts.fulfilled = counts.requests * (random() % 100) / 100;
  counts.users_affected = counts.fulfilled * (1 + random() % 4);
  counts.outcome = {{"full", counts.fulfilled},
                    {"refused", counts.requests - counts.fulfilled},
                    {"no_data", random() % 50},
                    {"withdrawn", random() % 20}};
  counts.pending = random() % 30;
  return counts;
}

/// Speaks English; speak() makes it say the same in another language.
inline report::SiteData large_site() {
  report::SiteData site;
  site.options.provider_name = "Example Messenger";
  site.options.origin = "messenger.example/writ/test";
  site.options.synthetic = true;
  site.options.made_at = *base::parse_time("2030-02-01T00:00:00Z");
  std::mt19937 random(1);  // the same site each time
  for (int quarter = 0; quarter < large_quarters; ++quarter) {
    using namespace std::chrono;
    const year_month first = year(2020) / January + months(3 * quarter);
    report::PeriodData one;
    one.bundle.published.period = {sys_days(first / day(1)), sys_days(first / day(1) + months(3)) - days(1)};
    for (std::size_t i = 0; i < large_countries; ++i) {
      const report::Counts counts = drawn_counts(random);
      const std::string country(legal::countries()[i].alpha2);
      one.tables.countries.emplace(country, counts);
      one.tables.all += counts;
      site.all.countries[country] += counts;
      site.all.all += counts;
    }
    site.periods.push_back(std::move(one));
  }
  site.speak(page::Language::en);
  return site;
}

/// Bytes after `gzip -9`, as a server sends them; 0 if gzip cannot be run.
inline std::size_t zipped(const std::string& content) {
  const auto path = std::filesystem::temp_directory_path() / ("writ_zipped." + std::to_string(::getpid()));
  std::ofstream(path, std::ios::binary) << content;
  FILE* pipe = ::popen(("gzip -9c " + path.string() + " | wc -c").c_str(), "r");
  std::size_t bytes = 0;
  if (pipe != nullptr) {
    if (std::fscanf(pipe, "%zu", &bytes) != 1) bytes = 0;
    ::pclose(pipe);
  }
  std::filesystem::remove(path);
  return bytes;
}

}  // namespace writ::report_test
