// What the commands on a deployment share: opening it, signing in, saying what went wrong.
#pragma once

#include <memory>
#include <string>

#include "app/deployment.h"
#include "app/desk.h"
#include "base/clock.h"
#include "base/random.h"
#include "cli/commands.h"

namespace writ::cli {

/// Prints "writ: field: "value": rule" and gives the exit code: 1 for a rule that is broken, 2 for what could not be done.
int report_error(const base::Error& error);

/// An opened deployment with the clock that its settings ask for.
struct Opened {
  base::OsRandom random;
  std::unique_ptr<base::Clock> clock;
  std::unique_ptr<app::Deployment> deployment;
};
base::Result<std::unique_ptr<Opened>> open_deployment(const std::string& root, bool sequence = false);

base::Result<people::Person> sign_in(Opened& opened, const std::string& token_file);

}  // namespace writ::cli
