// The requests of a period whose row the report will not show, or may not (casework/hold.h).
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

struct HeldCase {
  std::string ref;
  casework::Hold hold;
  std::string words;  // why, as who asked wrote it; empty once the case is erased
};

/// Received in the period: asked and held, by reference.
base::Result<std::vector<HeldCase>> held_cases(Deployment& deployment, const base::Period& period);

/// conflict names the first request of the period that somebody asked to hold and nobody agreed to: a report that shows
/// its row can never be taken back.
base::Result<> require_settled_holds(Deployment& deployment, const base::Period& period);

}  // namespace writ::app
