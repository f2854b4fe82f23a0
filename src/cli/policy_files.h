// Policy and profile files of the command line, with their names in every error.
#pragma once

#include <string>

#include "base/files.h"
#include "policy/policy.h"
#include "policy/profile.h"

namespace writ::cli {

inline constexpr std::size_t policy_file_bytes_max = std::size_t{1} << 20;  // the parser's own limit is lower

inline base::Result<policy::Policy> load_policy(const std::string& path) {
  TRY(const std::string text, base::DiskFiles().read(path, policy_file_bytes_max));
  return policy::Policy::parse(text, path);
}

inline base::Result<policy::Profile> load_profile(const std::string& path) {
  TRY(const std::string text, base::DiskFiles().read(path, policy_file_bytes_max));
  return policy::parse_profile(text, path);
}

}  // namespace writ::cli
