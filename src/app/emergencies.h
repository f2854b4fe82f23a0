// What follows an emergency that was answered without an order: its authority owes the ordinary process (domain.md
// section 2: "process demanded afterwards within N days"). Whether it came is counted in public.
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"
#include "app/letters.h"
#include "casework/emergency.h"

namespace writ::app {

/// One answered emergency.
struct OwedProcess {
  std::string ref;
  std::string country;  // alpha-2
  base::Time delivered_at;
  bool received = false;
  base::Time due_at() const { return delivered_at + casework::process_within; }
};
/// Oldest delivery first.
base::Result<std::vector<OwedProcess>> owed_processes(Deployment& deployment);

/// At receipt, in its transaction: plans the mail to whoever is on call. Nothing for any other request, or if the settings
/// name no address.
base::Result<> plan_alert(Deployment& deployment, const std::string& ref, const legal::Request& request);
/// The job. The mail names reference, authority and deadline, nothing of the user.
base::Result<> alert_on_call(Deployment& deployment, const std::string& ref,
                             const LetGo& let_go = [](const auto& work) { work(); });

/// At delivery, in its transaction: plans the reminder. Nothing for any other instrument.
base::Result<> plan_process_reminder(Deployment& deployment, const std::string& ref, const legal::Request& request);
/// The job: reminds the officer by mail and the case's people at the desk, unless the process has come.
base::Result<> remind_of_process(Deployment& deployment, const std::string& ref);

/// For `unverified` of report.json (counted-log.md section 6): the emergencies whose time for the process ended inside
/// the period, by country. "{}" if there are none.
base::Result<std::string> emergencies_statement(Deployment& deployment, const base::Period& period);

}  // namespace writ::app
