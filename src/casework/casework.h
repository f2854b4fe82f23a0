// The life of a case (domain.md section 2), and the only writer of cases. Each call appends events and, where the public
// log has an entry for it, commits event and pending log entry in one transaction; when a call returns a value, that is on
// stable storage. One thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "casework/case_file.h"
#include "crypto/keys.h"
#include "log/journal.h"
#include "policy/policy.h"
#include "store/db.h"

namespace writ::casework {

std::vector<store::Migration> migrations();

/// What a requester is told at once.
struct Accepted {
  std::string ref;              // WR-2026-00001
  base::Hash body_root{};
  std::string promise;
  std::string promise_opening;
};

/// What staff established on receipt, before the policy is asked.
struct Verification {
  legal::Facts facts;
  /// The staff's own coding where it differs from what was declared; logged as recodes with the decision.
  struct Recode {
    int position = 0;           // 10, 11 or 12 of the request entry
    std::string value;
    std::string reason;         // code
  };
  std::vector<Recode> recodes;
};

/// A deviation from the policy's recommendation, per selector, with a written ground.
struct Override {
  std::vector<legal::CodeSet> granted;   // one for each selector
  std::string ground;                    // code
  std::string written_ground;            // not empty
};

/// What a delivered package was (counted-log.md section 2, disclosure).
struct Delivered {
  legal::CodeSet disclosed;
  std::vector<std::string> accounts;     // accounts with at least one value in the package
  base::Hash package{};                  // SHA-256 of the sealed file
  std::string package_name;
  std::string holdings;                  // JSON: what was held for each selector and category, no values
};

struct Services {
  store::Db& db;
  log::Journal& journal;
  crypto::KeyRing& keys;
  base::Clock& clock;
  base::Random& random;
  const base::Host& host;
};

class Casework {
 public:
  explicit Casework(Services services);

  /// Registers a policy and logs it; from its effective date on it decides what is received. conflict if its id is taken;
  /// invalid if its effective date is not after today, unless no case exists yet.
  base::Result<> publish_policy(const std::string& actor, const policy::Policy& policy);
  /// In force on a UTC day; not_found before the first.
  base::Result<policy::Policy> policy_on(base::Day day) const;

  /// All or none; each is one case. The request's own values are what is logged.
  base::Result<std::vector<Accepted>> receive(const std::string& actor, const std::vector<legal::Request>& requests);
  base::Result<> verify(const std::string& actor, const std::string& ref, const Verification& verification);
  base::Result<> ask_clarification(const std::string& actor, const std::string& ref, const std::string& question);
  base::Result<> answer_clarification(const std::string& actor, const std::string& ref, const std::string& answer);
  /// Asks the policy in force on the day of receipt and drafts its answer, or the override. A second draft revises:
  /// approvals given so far are void; after a logged decision it makes a successor.
  base::Result<> draft_decision(const std::string& actor, const std::string& ref, const std::optional<Override>& deviation = {});
  /// denied: the same person twice, or the drafter of an override. The approval that completes the number needed
  /// (disclosures two, refusals and no_data one) commits the decision and its recodes to the log.
  base::Result<> approve(const std::string& actor, const std::string& ref);
  base::Result<> withdraw(const std::string& actor, const std::string& ref, const std::string& reason);
  /// Gathering found nothing at all: drafts `no_data` as successor of the decision in force.
  base::Result<> draft_no_data(const std::string& actor, const std::string& ref, const std::string& holdings);
  /// The package was sealed and handed over: logs the disclosure.
  base::Result<> deliver(const std::string& actor, const std::string& ref, const Delivered& delivered);
  base::Result<> acknowledge(const std::string& actor, const std::string& ref);
  /// `state` is given, delayed or barred; `users` how many were told or would have been.
  base::Result<> notice(const std::string& actor, const std::string& ref, const std::string& state, std::uint64_t users);

  base::Result<CaseFile> find(const std::string& ref) const;
  /// References by state, oldest receipt first; nullopt = all.
  base::Result<std::vector<std::string>> list(std::optional<State> state, std::size_t rows_max) const;
  /// Cases whose deadline passes before `time`, not ended.
  base::Result<std::vector<std::string>> due_before(base::Time time) const;

 private:
  Services services_;
};

}  // namespace writ::casework
