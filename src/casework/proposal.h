// A decision before it is one: drafted, waiting for approvals, then logged.
#pragma once

#include "casework/change.h"

namespace writ::casework {

struct Proposal {
  Decision decision;     // without entry, decided_at and approvals
  std::string holdings;  // of no_data
  std::string earlier;   // of duplicate: the other case
};

/// Appends a `drafted` or `withdrawn` event that carries the proposal.
base::Result<> append_proposal(Change& change, std::string_view kind, const Proposal& proposal);
/// The decision that such an event carries; the sealed texts are empty without the key.
Decision decision_from(const StoredEvent& stored);

/// Approvals that an outcome needs: two before anything is given, one otherwise (domain.md section 2).
std::size_t approvals_needed(std::string_view outcome);

/// Commits the recodes that wait and the decision carried by event `proposal_number`, and appends `decided`.
base::Result<> log_decision(Change& change, std::int64_t proposal_number);

/// What the policy of the day of receipt says of the case as verified now: full, partial, refused, or unknown.
base::Result<std::string> policy_says(const Change& change);

/// One empty set for each selector.
std::vector<legal::CodeSet> nothing_for(const legal::Request& request);
/// A decision that people take without asking the policy; the policy of the day of receipt is named with it.
base::Result<Decision> decision_of_people(Change& change, const std::string& outcome, const std::string& ground);

}  // namespace writ::casework
