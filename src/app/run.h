// The loop of a running deployment: take the earlier of the next arrival and the next job, advance, do it. Live is the
// same loop with a wait.
#pragma once

#include <functional>

#include "app/deployment.h"
#include "app/letters.h"

namespace writ::app {

/// The first tick of a new deployment, at `start`; one follows at each midnight. Nothing if ticks are scheduled already.
base::Result<> schedule_first_tick(Deployment& deployment, base::Time start);

/// Does every job that is due up to `time`, in order. `advance` is called with each job's due time first; a simulation
/// moves its clock there, a live server ignores it. unavailable from a tick means: stop the process.
base::Result<> run_until(Deployment& deployment, base::Time time, const std::function<void(base::Time)>& advance);

/// The same for a live server: a job that fails, other than a tick, is put off for an hour (a mail to whoever is on call: a minute) and told to `failed`, since
/// requests must still be taken while a mail server is down or a report does not verify. A tick's error is returned.
/// `let_go` lets others have the deployment while a mail server is waited for.
base::Result<> run_due(Deployment& deployment, base::Time time, const std::function<void(std::string_view job, const base::Error&)>& failed,
                       const LetGo& let_go = [](const auto& work) { work(); });

}  // namespace writ::app
