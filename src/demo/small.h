// A small synthetic deployment for tests and benchmarks: the demo's staff, two officers of the United States, a few
// hundred accounts, one policy in force, first tick scheduled.
#pragma once

#include <cstdint>
#include <string>

#include "app/deployment.h"
#include "demo/messenger.h"

namespace writ::demo {

struct SmallOptions {
  base::Path root;                // must not exist
  std::string policy;             // TOML text
  std::string profile;            // TOML text
  base::Period first_period;
  std::uint64_t seed = 7;
  std::size_t accounts = 300;
};

inline constexpr const char* small_officer_email = "test-officer-1@us.police.example";

base::Result<> make_small_deployment(const SmallOptions& options);

/// A terrorism case on a court order about one account drawn from `sample`: telegram-2018 gives it.
std::string small_request(const std::vector<SampleAccount>& sample, base::Random& random);

}  // namespace writ::demo
