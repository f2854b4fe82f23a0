// Makes the demo deployment from nothing: keys, officers, sample messenger, people, policies, the stream, a year of ticks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/progress.h"
#include "base/random.h"
#include "base/result.h"
#include "demo/stream.h"

namespace writ::demo {

struct BuildOptions {
  base::Path root;
  std::vector<std::string> policies;     // TOML texts
  std::string profile;                   // TOML text
  std::optional<std::string> stream;     // JSON Lines; nullopt = the headline stream
  std::uint64_t seed = 2024;
  base::Path share = {};                 // as in app::OpenOptions
};

/// Built beside `root` under another name and renamed when whole. A demo that stands there already is replaced; anything
/// else there is a conflict. Receipts of all cases lie in root/receipts afterwards.
base::Result<> build_demo(const BuildOptions& options);

/// The headline stream as JSON Lines; needs a messenger and officers, which are made in memory and a temporary folder.
base::Result<std::string> headline_stream(std::uint64_t seed);

}  // namespace writ::demo
