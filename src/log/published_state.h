// How the log stands, read from the files that the public reads.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/host.h"
#include "base/time.h"

namespace writ::log {

struct PublishedState {
  std::string origin;
  std::uint64_t size = 0;
  base::Hash root{};
  struct WitnessLine {
    std::string name;
    bool signed_it = false;
  };
  std::vector<WitnessLine> witnesses;  // those of the trust policy, in its order
  bool quorum_asked = false;
  bool quorum_met = false;
  std::optional<base::Time> quorum_time;
};

/// nullopt before the first tick. As parse_policy and check_log_signature where the files do not hold together.
base::Result<std::optional<PublishedState>> published_state(const base::Host& host, const base::Files& files,
                                                            const base::Path& log_folder,
                                                            const base::Path& policy_file);

}  // namespace writ::log
