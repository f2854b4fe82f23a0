// Carrying out an approved decision: gather, minimise, seal, hand over, tell the user.
#pragma once

#include <string>

#include "app/deployment.h"

namespace writ::app {

struct Execution {
  bool delivered = false;       // false: nothing at all was found, `no_data` is drafted and waits for its approver
  std::string package_name;
  std::uint64_t accounts = 0;
};

/// `actor` is the person who gathers. conflict unless the case is approved; unavailable if a source did not answer: the
/// case stays as it is and nothing was sealed. Safe to run again after a crash.
base::Result<Execution> execute(Deployment& deployment, const std::string& actor, const std::string& ref);

}  // namespace writ::app
