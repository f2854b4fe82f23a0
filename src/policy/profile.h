// What a service holds and why: profiles/*.toml (docs/formats/policy.md). Policies say what may be given, profiles what
// there is to give.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "legal/codes.h"

namespace writ::policy {

struct ProfileCategory {
  bool held = false;
  std::optional<int> retention_days;  // nullopt = as long as the account, or not held
  std::string reason;                 // why it is held, or why it is not
  std::optional<base::Day> off_since;  // since when the source is switched off in this deployment; nullopt = it is on
  std::string from_system;            // where it stands: "user_ips of Synapse"; empty if not held
  std::string source;                 // where the service says so
};

struct Profile {
  std::string id;  // CODE
  std::string title;
  std::string source;
  std::string note;                                   // "what we cannot know"; may be empty
  std::map<std::string, ProfileCategory> categories;  // every code of legal::categories()

  /// Codes of the categories that are held.
  legal::CodeSet held() const;
};

/// `name` (a file name) stands in errors. Every category of the vocabulary must be said to be held or not.
base::Result<Profile> parse_profile(std::string_view toml, std::string_view name);

}  // namespace writ::policy
