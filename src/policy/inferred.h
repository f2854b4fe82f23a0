// What an outside reader can tell of the facts that staff established: published rows say how a request was decided,
// not what was found out about it.
#pragma once

#include <string_view>

#include "policy/policy.h"

namespace writ::policy {

/// The facts that every rule asks alike which can have decided so: those that match the codes of `question` and either
/// disclose (`gives`) or refuse on `ground`. Facts on which such rules differ, or which they do not ask, are left out;
/// all are if no rule can have decided so (a deviation of staff).
legal::Facts implied_facts(const Policy& policy, const Question& question, bool gives, std::string_view ground);

}  // namespace writ::policy
