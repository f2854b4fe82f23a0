// Everything the pages are made of: the periods with their tables, the policies, the profile of what is held.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/policy.h"
#include "policy/profile.h"
#include "report/bundle_data.h"
#include "report/output.h"
#include "report/site.h"
#include "report/tables.h"
#include "report/words.h"

namespace writ::report {

struct PeriodData {
  Bundle bundle;
  Tables tables;
  std::uint64_t cosignatures = 0;  // lines of others than the log under the checkpoint of the close, not yet verified
  const base::Period& period() const { return bundle.published.period; }
  /// Folder and file name of the period: `2024-01-01_2024-09-30`.
  std::string name() const { return base::period_name(period()); }
};

/// Consecutive periods that together are exactly one calendar year.
struct Year {
  base::Period period;
  Tables tables;
  std::vector<std::size_t> parts;  // positions in SiteData::periods
};

/// A policy entry of the log: what was committed, and where.
struct LoggedPolicy {
  std::uint64_t index = 0;
  std::string id;
  std::string sha256;
  base::Day effective;
};

struct SiteData {
  SiteOptions options;
  page::Language language = page::Language::en;  // in which the pages are made now
  std::vector<PeriodData> periods;               // ascending
  std::vector<Year> years;                       // ascending
  Tables all;                                    // over all periods, states as at the last close
  std::vector<policy::Policy> policies;          // ascending by effective date
  std::vector<LoggedPolicy> logged;              // ascending by index
  std::optional<policy::Profile> profile;        // nullopt: none was given

  const page::Locale& locale() const { return page::Locale::of(language); }
  Here here(std::string path) const { return Here(std::move(path), language); }
  bool scripts = false;   // the web assets have site.js and theme.js
  bool icon = false;      // the web assets have favicon.svg
  bool checkers = false;  // they have the verifier: verify.wasm with the modules of /verify/ and /receipt/
  /// Sets the language, and the order of the countries with it.
  void speak(page::Language one);

  bool test_log() const { return options.origin.ends_with("/test"); }
  /// "Synthetic data, calibrated to published totals" and TEST LOG, or empty: stands on every page, chart and file.
  std::string label() const;
  /// The same in the language of the pages. TEST LOG is not translated: it is what a verdict says.
  std::string label_in_words() const;
  const Counts& of(const Tables& tables, const std::string& country) const;
  /// Alpha-2 codes with a row in any period, in the order of the language, `--` last.
  const std::vector<std::string>& countries() const { return country_order; }
  std::vector<std::string> country_order;
  /// Fulfilled requests and users of `country` (or `all`) in each period.
  std::vector<Measured> measured(const std::string& country) const;
  /// Policies that take effect inside the span of the published periods.
  std::vector<const policy::Policy*> changes() const;
  /// Cosignatures under the close that has the fewest: 0 means that nobody but the provider vouches for a time or for a
  /// single view of the log.
  std::uint64_t fewest_cosignatures() const;
  const LoggedPolicy* logged_policy(const std::string& id) const;
  std::string policy_page(const std::string& id) const { return "policy/" + id + "/index.html"; }
};

/// Reads and checks: corrupt if a bundle cannot be read, two are of different logs or overlap, or a total of
/// report.json differs from its rows.
base::Result<SiteData> load_site(const base::Files& files, const SiteOptions& options);

}  // namespace writ::report
