// rooms: policy
// Any bytes as the lines of a replay: every line is counted, empty or a fault, and pieces count as the whole does.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "legal/vocabulary.h"
#include "policy/replay_stream.h"

namespace {

using namespace writ;

policy::Replay replay_of_small_table() {
  const std::string table =
      "schema = \"writ-policy/v1\"\nid = \"a\"\ntitle = \"t\"\neffective = 2024-01-01\nsource = \"s\"\n[fields]\n"
      "selector = \"@selector\"\ncountry = { eu = [\"DE\", \"FR\"], rest = \"*\" }\nvalid_order = "
      "\"bool\"\n[[rule]]\nid = "
      "\"give\"\nwhen = { valid_order = true }\ndisclose = \"email\"\nground = \"conditions_met\"\n[[rule]]\nid = "
      "\"no\"\nwhen = { valid_order = false }\nground = \"order_not_valid\"\n";
  std::string profile = "schema = \"writ-profile/v1\"\nid = \"p\"\ntitle = \"t\"\nsource = \"s\"\n[holdings]\n";
  for (const legal::Word& word : legal::categories()) {
    profile += std::string(word.code) + " = { held = false, reason = \"r\", source = \"s\" }\n";
  }
  return policy::Replay::make({.policies = {policy::Policy::parse(table, "t").value()},
                               .in_force = {policy::Policy::parse(table, "t").value()},
                               .profiles = {policy::parse_profile(profile, "p").value()}})
      .value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const policy::Replay empty = replay_of_small_table();
  std::uint64_t counted[2] = {};
  for (unsigned run = 0; run < 2; ++run) {
    policy::Replay replay = empty.empty();
    std::size_t at = 0;
    const std::size_t piece = run == 0 ? size : 7;
    const policy::ReplaySource source{.read = [&](char* bytes, std::size_t room) -> base::Result<std::size_t> {
                                        const std::size_t count = std::min({piece, room, size - at});
                                        if (count > 0) std::memcpy(bytes, data + at, count);
                                        at += count;
                                        return count;
                                      },
                                      .step = [](std::uint64_t) {}};
    const auto faults = policy::replay_lines(source, replay, 1);
    counted[run] = replay.requests() * 1'000'003 + faults.value().count;
    std::uint64_t in_columns = 0;
    for (const auto& column : replay.columns()) {
      in_columns += column.answered + column.no_data + column.undecided + column.refused_in_all();
      for (const auto& [why, count] : column.set_aside) in_columns += count;
    }
    if (in_columns != 2 * replay.requests()) __builtin_trap();
    (void)replay.differences();
  }
  if (counted[0] != counted[1]) __builtin_trap();
  return 0;
}
