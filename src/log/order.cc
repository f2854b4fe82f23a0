#include "log/order.h"

#include <algorithm>
#include <bit>
#include <map>
#include <numeric>

#include "base/result.h"

namespace writ::log {

std::vector<std::uint64_t> random_slots(const std::vector<Ordered>& entries, std::uint64_t slots,
                                        base::Random& random) {
  CHECK_INVARIANT(entries.size() <= slots);
  std::vector<std::uint64_t> placed(entries.size());
  std::uint64_t leading = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].leads) placed[i] = leading++;
  }
  std::vector<std::uint64_t> free(slots - leading);
  std::iota(free.begin(), free.end(), leading);
  random.shuffle(free);

  std::size_t next = 0;
  std::map<std::string, std::vector<std::size_t>> by_case;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].leads) continue;
    placed[i] = free[next++];
    if (!entries[i].case_ref.empty()) by_case[entries[i].case_ref].push_back(i);
  }
  // The set of a case's slots stays random; within it the entries stand as they were committed.
  for (const auto& [ref, members] : by_case) {
    std::vector<std::uint64_t> own;
    for (const std::size_t i : members) own.push_back(placed[i]);
    std::sort(own.begin(), own.end());
    for (std::size_t i = 0; i < members.size(); ++i) placed[members[i]] = own[i];
  }
  return placed;
}

std::uint64_t padded_size(std::uint64_t entries, std::uint64_t entries_min) {
  return std::bit_ceil(std::max(entries, entries_min));
}

}  // namespace writ::log
