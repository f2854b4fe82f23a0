// Telling the users whose data was given: at delivery, or when what forbids it has ended (domain.md section 2).
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

/// At delivery: queues the notices for when they may go out, and logs `delayed` or `barred` where something forbids them now.
base::Result<> notify_at_delivery(Deployment& deployment, const std::string& actor, const casework::CaseFile& file,
                                  const legal::CodeSet& disclosed, const std::vector<std::string>& accounts);

/// Sends what is due and logs `given` with the number of users told, one case in one transaction; a mail sent twice
/// because of a crash carries the same Message-ID. Gives when to look again, if anything still waits.
base::Result<std::optional<base::Time>> send_due_notices(Deployment& deployment);

}  // namespace writ::app
