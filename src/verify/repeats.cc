#include "verify/repeats.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace writ::verify {

namespace {
constexpr std::size_t entry_bytes = 33;
// A log that claims a size it has not must not reserve memory for it.
constexpr std::uint64_t reserved_max = std::uint64_t{1} << 22;
}  // namespace

bool short_root(std::string_view entry, std::uint64_t& out) {
  if (entry.size() != entry_bytes || entry[0] != '\x01') return false;
  std::memcpy(&out, entry.data() + 1, sizeof out);
  return true;
}

ShortRoots::ShortRoots(std::uint64_t expected, std::uint64_t salt)
    : salt_(salt), slots_(static_cast<std::size_t>(std::bit_ceil(std::max<std::uint64_t>(64, std::min(expected, reserved_max) * 3 / 2))), 0) {}

bool ShortRoots::insert(std::uint64_t root) {
  if (root == 0) return !std::exchange(has_zero_, true);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = slot_of(root);; at = (at + 1) & mask) {
    if (slots_[at] == root) return false;
    if (slots_[at] != 0) continue;
    slots_[at] = root;
    ++count_;
    return true;
  }
}

void ShortRoots::add(std::uint64_t root) {
  waiting_.push_back(root);
  if (waiting_.size() == batch) flush();
}

void ShortRoots::flush() {
  if ((count_ + waiting_.size()) * 4 >= slots_.size() * 3) grow();
  for (const std::uint64_t root : waiting_) __builtin_prefetch(&slots_[slot_of(root)], 1);
  for (const std::uint64_t root : waiting_) {
    if (!insert(root)) repeated_.push_back(root);
  }
  waiting_.clear();
}

void ShortRoots::grow() {
  const std::vector<std::uint64_t> old = std::exchange(slots_, std::vector<std::uint64_t>(slots_.size() * 2, 0));
  count_ = 0;
  for (const std::uint64_t root : old) {
    if (root != 0) insert(root);
  }
}

std::vector<std::uint64_t> ShortRoots::repeated() {
  flush();
  std::vector<std::uint64_t> all = repeated_;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace writ::verify
