// Telling the users whose data was given: at delivery, or when what forbids it has ended (domain.md section 2).
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

/// At delivery: queues the notices for when they may go out, and logs `delayed` or `barred` where something forbids them now.
base::Result<> notify_at_delivery(Deployment& deployment, const std::string& actor, const casework::CaseFile& file,
                                  const legal::CodeSet& disclosed, const std::vector<std::string>& accounts);

/// What is planned for the users of this case: as of its last package, or as if it were delivered now.
base::Result<notice::Plan> notice_plan(const Deployment& deployment, const casework::CaseFile& file);

/// After a gag was found, extended or lifted, in the transaction that says so: records the plan anew, moves and rewords
/// the notices that wait, and queues those that a gag without end had barred. Nothing once the users were told.
base::Result<> replan_notice(Deployment& deployment, const std::string& actor, const std::string& ref);

/// Sends what is due and logs `given` with the number of users told, one case in one transaction; a mail sent twice
/// because of a crash carries the same Message-ID. Gives when to look again, if anything still waits.
base::Result<std::optional<base::Time>> send_due_notices(Deployment& deployment);

}  // namespace writ::app
