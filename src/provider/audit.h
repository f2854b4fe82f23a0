// What a store really holds and for how long, against what is declared (`writ provider audit`). A source that can say
// so is also Surveyed; it is asked about everybody at once and names nobody.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "provider/finding.h"
#include "provider/holdings.h"
#include "provider/source.h"

namespace writ::provider {

/// One category as a store holds it.
struct Survey {
  std::string category;
  std::optional<std::int64_t> rows = 0;  // nullopt: not counted
  std::optional<base::Time> oldest;  // of rows that have a time
  /// Rows older than the retention that was declared; nullopt: not counted. Then `oldest` tells whether there is one,
  /// and without it nothing does.
  std::optional<std::int64_t> past = {};
  std::int64_t undated = 0;  // of rows: how many have no time at all, so that nobody knows whether they are past
  std::string setting;               // the server's own setting that decides: "user_ips_max_age in homeserver.yaml"
  /// Why nothing can be said of this category; "" = it was looked at.
  std::string unlooked = {};
  /// A look-up reads it. False: the rows are there, and a look-up would answer that they are not held.
  bool answered = true;
};

class Surveyed {
 public:
  virtual ~Surveyed() = default;
  /// `kept_from`: for each category with a declared retention the time before which no row should be. Errors as of a
  /// reading.
  virtual base::Result<std::vector<Survey>> survey(const std::map<std::string, base::Time>& kept_from,
                                                   base::Time now) = 0;
};

struct AuditReport {
  std::vector<std::pair<std::string, Survey>> surveys;  // source, what it holds
  std::vector<Finding> findings;
  bool unread = false;      // a source could not be read: nothing is said of it
  bool uncompared = false;  // of a category nothing, or not its age, could be compared
};

/// A row may be one day past its retention before it is a finding: servers prune in rounds.
constexpr std::chrono::days pruning_grace{1};

/// `promised`: days by category that a published policy names, with where it does ("telegram-2018"). A profile that
/// keeps longer than a policy promises is a finding too.
struct Promise {
  std::string category;
  int days = 0;
  std::string where;
};
AuditReport audit_sources(const std::vector<std::unique_ptr<Source>>& sources, const HoldingsProfile& holdings,
                          const std::vector<Promise>& promises, base::Time now);

/// A policy, as far as an audit asks of it.
struct Disclosing {
  std::string policy;           // its id
  std::set<std::string> gives;  // categories that some rule of it gives
  std::set<std::string> all;    // categories that there are
};
/// What the policy promises to give, against what is declared and held. Wrong: it gives what the profile says is not
/// held. Said beside it: what it gives and nobody holds a row of, and what is held that it gives to nobody. Pure.
std::vector<Finding> judge_policy(const Disclosing& policy, const AuditReport& report, const HoldingsProfile& holdings);

/// How long a source may keep a category: the shorter of the profile's days and the source's own (a mapping file's
/// retention_days), as for look-ups. nullopt: as long as the account.
struct Retention {
  int days = 0;
  bool of_source = false;
};
std::optional<Retention> retention_of(std::string_view category, const SourceFacts& facts,
                                      const HoldingsProfile& holdings);
/// Rows before it are past their retention, with the grace of servers that prune in rounds.
base::Time kept_from(const Retention& retention, base::Time now);

/// What one source's surveys come to. Pure.
std::vector<Finding> judge(const SourceFacts& facts, const std::vector<Survey>& surveys,
                           const HoldingsProfile& holdings, base::Time now);

}  // namespace writ::provider
