// Where a replay's requests come from, and how its result is shown.
#pragma once

#include <string>
#include <vector>

#include "cli/opened.h"
#include "policy/replay.h"
#include "policy/replay_stream.h"

namespace writ::cli {

/// Counts the lines of a file into `replay`, with a bar. not_found or unavailable if it cannot be read.
base::Result<policy::ReplayFaults> replay_file(const std::string& path, policy::Replay& replay);

/// Counts the cases of a deployment into `replay`, oldest receipt first; gives their references in that order.
base::Result<std::vector<std::string>> replay_store(const Opened& opened, policy::Replay& replay);

struct ReplayShown {
  const policy::Replay& replay;
  std::vector<std::string> refs;  // of the case store; empty = numbers are lines
  bool from_store = false;
  policy::ReplayFaults faults;
};
void print_replay_table(const ReplayShown& shown);
void print_replay_json(const ReplayShown& shown);

}  // namespace writ::cli
