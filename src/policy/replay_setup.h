// Inside the room: what the threads of a replay share, and how a key is read back.
#pragma once

#include "policy/replay.h"
#include "policy/replay_table.h"

namespace writ::policy {

struct Replay::Setup {
  std::vector<Policy> policies;  // the plan's, then those of the sequence in force, earliest first
  std::size_t alone = 0;         // how many stand alone
  std::vector<Profile> profiles;
  std::vector<CategoryMask> held;  // by profile
  FactNames facts;
  std::vector<ReplayTable> tables;  // by policy
  std::optional<std::uint16_t> country;

  bool has_sequence() const { return alone < policies.size(); }
  std::size_t row_count() const { return alone + (has_sequence() ? 1 : 0); }
};

/// A key is a head and then the answers of each row (a policy alone, or the sequence in force): the policy's position,
/// how many kinds of selectors were asked for, and for each the kind (any_kind if the table does not ask) and verdict.
struct ReplayKey {
  static constexpr std::uint32_t any_kind = 0xFF;
  static constexpr std::size_t head = 2;

  /// asked, course: two words.
  static void put_head(const ReplayCase& item, std::vector<std::uint32_t>& key);
  static CategoryMask asked(const std::vector<std::uint32_t>& key) { return static_cast<CategoryMask>(key[0]); }
  static Course course(const std::vector<std::uint32_t>& key);
};

}  // namespace writ::policy
