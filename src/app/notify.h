// Telling the users whose data was given: at delivery, or when what forbids it has ended (domain.md section 2).
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

/// At delivery: queues the notices, or logs that they are delayed or barred. A delay leaves a job for the day after it ends.
base::Result<> notify_at_delivery(Deployment& deployment, const std::string& actor, const casework::CaseFile& file,
                                  const legal::CodeSet& disclosed, const std::vector<std::string>& accounts);

/// A delay has ended: tells the users of every package of the case.
base::Result<> notify_after_delay(Deployment& deployment, const std::string& ref);

}  // namespace writ::app
