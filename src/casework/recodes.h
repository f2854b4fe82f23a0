// The staff's own coding beside the declared one (counted-log.md section 2, recode).
#pragma once

#include "casework/change.h"

namespace writ::casework {

/// invalid names the recode and the rule it breaks.
base::Result<> check_recodes(const legal::Request& declared, const Record& record,
                             const std::vector<Verification::Recode>& recodes);

/// Of the last verification, those that are not logged yet.
base::Result<std::vector<Verification::Recode>> pending_recodes(const Change& change);

/// The request as the staff codes it: what the policy is asked about. `declared` with the logged recodes and `pending`.
legal::Request recoded(legal::Request declared, const Record& record, const std::vector<Verification::Recode>& pending);

/// Commits them; gives the JSON list that stands in the `decided` or `recoded` event. `folder_end` sets the places of
/// their receipts apart from others of the case.
base::Result<nlohmann::json> log_recodes(Change& change, const std::vector<Verification::Recode>& pending,
                                         const std::string& folder_end);

}  // namespace writ::casework
