// The policy book: which policy decides what was received on a day.
#pragma once

#include "casework/casework.h"

namespace writ::casework {

struct BookedPolicy {
  policy::Policy policy;
  base::Hash entry{};  // of the public log
};

/// In force on a UTC day; not_found before the first.
base::Result<BookedPolicy> policy_in_force(store::Db& db, base::Day day);
/// The same without reading the policy.
base::Result<> check_policy_in_force(store::Db& db, base::Day day);

}  // namespace writ::casework
