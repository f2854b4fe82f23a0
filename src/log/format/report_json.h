// report.json of counted-log.md section 5: the totals that a provider publishes and a verifier recomputes. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"

namespace writ::log {

/// COUNTRY, CODE, `--` or `all` -> count. Only counts above zero, but for `all`.
using Counts = std::map<std::string, std::uint64_t>;

struct Restated {
  std::uint64_t index = 0;
  base::Hash request{};
  int position = 10;  // 10..12
  std::string value;
  std::string reason;
  bool operator==(const Restated&) const = default;
};

struct LateTick {
  base::Time tick;
  std::uint64_t size = 0;
  std::optional<base::Time> cosigned;
};

/// The members of `totals` and of `by`, in the order they are written.
inline constexpr std::string_view total_names[] = {"requests",    "fulfilled", "users_affected",
                                                   "disclosures", "pending",   "preservations"};
inline constexpr std::string_view by_names[] = {"instrument", "offence",        "emergency",
                                                "outcome",    "data_disclosed", "notice"};

struct Report {
  std::string origin;
  base::Period period;
  std::uint64_t first_index = 0;
  std::uint64_t close_index = 0;
  base::Time published_at;
  base::Day next_report;
  std::vector<std::string> policies;     // ids, ascending
  std::map<std::string, Counts> totals;  // every name of total_names; each with `all`
  std::map<std::string, Counts> by;      // every name of by_names; no `all`
  std::vector<Restated> restated;
  std::vector<LateTick> late_ticks;
  std::map<std::string, base::Hash> files;  // name -> SHA-256
  std::string unverified = "{}";            // a JSON object; not looked into
};

/// Strict: duplicate or unknown or missing members, non-integers, negative numbers, more than 15 digits, a BOM fail,
/// each by name. Inside `unverified` any numbers may stand, but no duplicate members. Does not check sums or times.
base::Result<Report> parse_report(std::string_view json);
/// One JSON document and LF. `unverified` is printed as given.
std::string format_report(const Report& report);

}  // namespace writ::log
