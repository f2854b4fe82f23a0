// C2SP tlog-policy (commit 5ba5ee8) with the comments of counted-log.md section 1: whom a reader trusts, and whether a
// signed checkpoint meets that.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/host.h"
#include "base/result.h"
#include "base/time.h"
#include "log/format/checkpoint.h"
#include "log/format/note.h"

namespace writ::log {

/// `#writ-key <name>+<key id> <from> <until>`: a line counts if from <= its own timestamp < until.
struct KeyDates {
  std::optional<base::Time> from;
  std::optional<base::Time> until;
};

/// A witness or a group; groups name members by their place in TrustPolicy::nodes, always lower than their own.
struct QuorumNode {
  std::string name;
  std::optional<VerifierKey> key;  // a witness
  KeyDates dates;
  std::size_t threshold = 0;  // a group: k of its members
  std::vector<std::size_t> members;
};

struct TrustPolicy {
  std::vector<VerifierKey> logs;      // at least one; key name = origin
  std::vector<VerifierKey> promises;  // `#writ-promise <vkey>`, named `<origin>/promise`
  std::vector<QuorumNode> nodes;
  std::optional<std::size_t> quorum;  // nullopt = `none`

  const VerifierKey* log(std::string_view origin) const;
  const VerifierKey* promise(std::string_view origin) const;
  int witnesses() const;  // n: witness lines
  /// Two groups of witnesses that share no honest member could each meet the quorum: section 4, "split view possible".
  bool split_view_possible() const;
};

/// Any error makes the policy unusable.
base::Result<TrustPolicy> parse_policy(const base::Host& host, std::string_view text);

struct CheckedCheckpoint {
  Checkpoint checkpoint;
  int witnesses = 0;  // distinct policy witnesses whose lines verify and count
  bool quorum_met = false;
  std::optional<base::Time> quorum_time;  // nullopt also where the quorum is `none`
};

/// Signed by the policy's log of that origin; a line of any key of the policy that does not verify rejects the note.
/// A quorum that is not met is not an error here.
base::Result<CheckedCheckpoint> check_log_signature(const base::Host& host, const TrustPolicy& policy,
                                                    std::string_view note);
/// The same, and the quorum is met.
base::Result<CheckedCheckpoint> check_checkpoint(const base::Host& host, const TrustPolicy& policy,
                                                 std::string_view note);

}  // namespace writ::log
