// The sample site with the tables of other platforms that come with the project, or with tables of the test's own.
#pragma once

#include <doctest/doctest.h>

#include "page_text.h"
#include "sample_site.h"

namespace writ::report_test {

inline std::string shipped_file(const std::string& path) {
  const base::DiskFiles disk;
  const auto text = static_cast<const base::Files&>(disk).read(base::Path(WRIT_SOURCE_DIR) / path);
  REQUIRE_MESSAGE(text, path);
  return *text;
}

/// Meta's table is left out: it is the largest and shows nothing that the others do not.
inline Sample sample_with_others() {
  Sample sample = sample_site();
  for (const char* name : {"apple.csv", "github.csv", "google.csv", "telegram.csv", "findings.csv", "datapackage.json"})
    sample.files.content["/o/" + std::string(name)] = shipped_file("data/observatory/" + std::string(name));
  sample.options.observatory = "/o";
  return sample;
}

inline constexpr const char* tidy_header =
    "platform,country,period_start,period_end,measure,low,high,status,source_file,source_line\n";

inline Sample sample_with_tables(const std::map<std::string, std::string>& rows) {
  Sample sample = sample_site();
  for (const auto& [name, text] : rows) sample.files.content["/o/" + name] = tidy_header + text;
  sample.options.observatory = "/o";
  return sample;
}

}  // namespace writ::report_test
