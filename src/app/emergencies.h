// What follows an emergency that was answered without an order: its authority owes the ordinary process (domain.md
// section 2: "process demanded afterwards within N days"). Whether it came is counted in public.
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

inline constexpr std::chrono::days process_within{7};            // as the officer promises in the portal
inline constexpr const char* process_flag = "process_received";  // set by staff when it has come
inline constexpr const char* emergency_instrument =
    "emergency_disclosure";  // an order that is urgent owes nothing more

/// One answered emergency.
struct OwedProcess {
  std::string ref;
  std::string country;  // alpha-2
  base::Time delivered_at;
  bool received = false;
  base::Time due_at() const { return delivered_at + process_within; }
};
/// Oldest delivery first.
base::Result<std::vector<OwedProcess>> owed_processes(Deployment& deployment);

/// At delivery, in its transaction: plans the reminder. Nothing for any other instrument.
base::Result<> plan_process_reminder(Deployment& deployment, const std::string& ref, const legal::Request& request);
/// The job: reminds the officer by mail and the case's people at the desk, unless the process has come.
base::Result<> remind_of_process(Deployment& deployment, const std::string& ref);

/// For `unverified` of report.json (counted-log.md section 6): the emergencies whose time for the process ended inside
/// the period, by country. "{}" if there are none.
base::Result<std::string> emergencies_statement(Deployment& deployment, const base::Period& period);

}  // namespace writ::app
