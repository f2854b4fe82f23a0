// Inside the room: what an answer comes to with a profile, for one combination.
#pragma once

#include <array>
#include <span>

#include "policy/replay_setup.h"

namespace writ::policy {

/// A row of a key, read back.
struct ReplayAnswer {
  struct ByKind {
    std::uint32_t kind;  // of legal::SelectorKind, or ReplayKey::any_kind
    ReplayVerdict verdict;
  };
  std::size_t policy = 0;
  std::vector<ByKind> by_kind;  // in the order in which the request names them; empty if the case was set aside
};

struct ReplayResult {
  ReplayOutcome outcome;
  std::vector<std::uint32_t> kinds_given;  // those to which something is given; any_kind = all
  /// Answered and gathered: whether all that was found is given. nullopt = nothing is known of the users.
  std::optional<bool> all_found;
};

/// `held` is the profile's.
ReplayResult replay_result(const Policy& policy, const ReplayTable& table, const ReplayAnswer& answer,
                           CategoryMask asked, const Course& course, CategoryMask held);

}  // namespace writ::policy
