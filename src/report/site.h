// The static public site, computed from nothing but published bundles, policies and the holdings profile: what a
// stranger could compute. Everything works without JavaScript; every path is a file.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "base/time.h"
#include "policy/policy.h"
#include "policy/profile.h"
#include "report/assets.h"

namespace writ::report {

struct SiteOptions {
  std::string provider_name;
  std::string origin;
  bool synthetic = false;  // "Synthetic data, calibrated to published totals" on every page
  base::Time made_at;
  std::vector<base::Path> bundles;  // folders of published periods, any order
  std::vector<policy::Policy> policies;
  std::string holdings_profile;        // TOML text of profiles/
  std::string source_build;            // printed in the foot
  std::string onion_url = "";          // of the same site as an onion service, ends in "/"; empty: there is none
  std::string public_url = "";         // where readers find the site, ends in "/"; empty: not known
  std::string contact = "";            // mail address for users, officers and readers; empty: none is named
  base::Path assets = built_assets();  // folder of stylesheet, fonts and modules (report/assets.h)
  std::optional<base::Day> log_since = std::nullopt;  // day of the log's first entry; said before the first close
  base::Path observatory = {};                 // folder of the tables of other platforms; empty: no pages about them
  std::vector<policy::Policy> models = {};     // of other services, to compare with and to replay under
  std::vector<policy::Profile> holdings = {};  // what such services hold
  /// JSON Lines (docs/formats/replay.md) that may be published since every request in them is made up; else empty.
  std::string synthetic_requests = {};
};

/// Files of the site: path below its root -> bytes; with the bundles themselves below `bundles/`, so that the folder is
/// whole. corrupt, by file and member, if a bundle cannot be read or is not of `origin`, if two overlap, if a file is
/// not the one that report.json names, or if a total of report.json is not the sum of the rows.
base::Result<std::vector<std::pair<std::string, std::string>>> make_site(const base::Files& files,
                                                                         const SiteOptions& options);

}  // namespace writ::report
