// Runs the stream through the deployment on a manual clock: arrivals, the staff's steps, and everything that falls due.
#pragma once

#include <vector>

#include "app/deployment.h"
#include "base/progress.h"
#include "demo/staff.h"
#include "demo/stream.h"

namespace writ::demo {

struct Simulation {
  app::Deployment& deployment;
  base::ManualClock& clock;
  const Tokens& tokens;
  /// Published on the day before they are needed: the first before the log starts, others two days before they take effect.
  std::vector<policy::Policy> policies;
  base::Time start;   // of the log
  base::Time end;     // the last tick
};

/// The first error stops it and names the case's file number.
base::Result<> simulate(const Simulation& simulation, const std::vector<StreamCase>& stream, base::Progress& progress);

}  // namespace writ::demo
