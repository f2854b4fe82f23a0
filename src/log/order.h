// The random order of a tick (counted-log.md section 3). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/random.h"

namespace writ::log {

/// What decides where an entry may stand.
struct Ordered {
  std::string case_ref;  // entries of one case keep their order; "" = of no case
  bool leads = false;    // before all others: a policy, whose opening is public at once, so its place tells nothing
};

/// A slot in [0, slots) for each of `entries` (given in order of commitment), all different; entries.size() <= slots.
std::vector<std::uint64_t> random_slots(const std::vector<Ordered>& entries, std::uint64_t slots, base::Random& random);

/// Entries and dummies of a tick together: the next power of two of `entries`, `entries_min` at least.
std::uint64_t padded_size(std::uint64_t entries, std::uint64_t entries_min);

}  // namespace writ::log
