// Counts by country from opened rows: the same rules as the totals of report.json (counted-log.md sections 2 and 5),
// with the dimensions that report.json leaves out.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "report/bundle_data.h"

namespace writ::report {

/// What stands for the country of a request whose row is not shown.
inline constexpr std::string_view country_not_shown = "--";

/// Of one country, or of all, in one span of periods.
struct Counts {
  std::uint64_t requests = 0;
  std::uint64_t fulfilled = 0;
  std::uint64_t users_affected = 0;
  std::uint64_t disclosures = 0;
  std::uint64_t pending = 0;
  std::uint64_t preservations = 0;
  std::uint64_t held = 0;
  Codes instrument;  // of requests, after the recodes that apply
  Codes offence;
  Codes emergency;        // "0" and "1"
  Codes emergency_state;  // `outcome` of those that were declared an emergency
  Codes outcome;          // state at the last close of the span; `pending` without a decision
  Codes ground;           // of the decision that stands, for requests that were given nothing
  Codes policy;           // id of the policy that the standing decision applied
  Codes data_sought;      // each category of each request
  Codes data_disclosed;   // each category of each disclosure
  Codes notice;
  std::vector<std::uint64_t> days;  // receipt to first decision, one for each decided request, unordered

  Counts& operator+=(const Counts& other);
  std::uint64_t outcome_of(std::string_view code) const;
  /// Refused and no data together.
  std::uint64_t nothing_given() const { return outcome_of("refused") + outcome_of("no_data"); }
  /// Twice the median, so that it stays whole; nullopt without a decision.
  std::optional<std::uint64_t> median_days_doubled() const;
};

/// One request with what became of it by the last close of the span.
struct Case {
  std::uint64_t index = 0;
  base::Hash body_root{};
  base::Period received_in;
  bool held = false;
  std::string country = std::string(country_not_shown);
  std::string instrument = std::string(country_not_shown);
  std::string offence = std::string(country_not_shown);
  std::string data_sought;
  std::string emergency = std::string(country_not_shown);
  std::string timing;
  std::string selectors;
  std::string outcome;  // empty: pending
  std::string ground;
  std::string data_granted;
  std::string policy;
  std::optional<std::uint64_t> days_to_first_decision;
  std::string notice;  // states of its notices, comma-joined
  std::uint64_t users_affected = 0;
  std::optional<base::Period> fulfilled_in;
};

/// One package.
struct Disclosure {
  std::uint64_t index = 0;
  base::Period period;
  std::string country;
  std::uint64_t request_index = 0;
  std::string data;
  std::uint64_t users_affected = 0;
  bool first = false;  // of its request: what makes it fulfilled
};

struct Tables {
  std::map<std::string, Counts> countries;  // alpha-2 or `--`; only those with a row
  Counts all;
  std::vector<Case> cases;  // requests of the span, ascending by index
  std::vector<Disclosure> disclosures;
};

/// Over the bundles given, ascending by period. corrupt if a row names a request that is neither opened nor held in
/// them.
base::Result<Tables> tabulate(const std::vector<const Bundle*>& bundles);

/// The totals and `by` of report.json against the rows of the same bundle: corrupt, naming member, what the report says
/// and what the rows give.
base::Result<> check_totals(const log::Report& published, const Tables& tables);

}  // namespace writ::report
