// The counted figures of published bundles as lines: country, first day, last day, fulfilled requests, users affected.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"

namespace writ::cli {

/// Folders below `bundles`, ascending.
std::vector<std::string> bundle_folders(const base::Path& bundles);

/// Tab-separated; one row for each country and bundle and one for its sum over the bundles; sorted by country (alpha-2),
/// first and last day. Read from the report.json of each bundle.
base::Result<std::string> counted_table(const base::Path& bundles);

}  // namespace writ::cli
