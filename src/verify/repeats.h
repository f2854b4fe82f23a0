// Body roots that occur twice in a log, in 16 bytes of memory for each entry: first truncated to eight bytes, then,
// only if some of those occur twice, whole from a second reading.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace writ::verify {

/// The eight bytes by which an entry of the counted form is remembered; false for other entries.
bool short_root(std::string_view entry, std::uint64_t& out);

class ShortRoots {
 public:
  ShortRoots(std::uint64_t expected, std::uint64_t salt);
  void add(std::uint64_t root);
  /// After the last: short roots that were added twice or more, ascending, each once.
  std::vector<std::uint64_t> repeated();

 private:
  // The table is larger than any cache: places are fetched for a batch before the batch is looked at.
  static constexpr std::size_t batch = 64;
  std::size_t slot_of(std::uint64_t root) const {
    return ((root ^ salt_) * 0x9E3779B97F4A7C15ULL) >> 16 & (slots_.size() - 1);
  }
  void flush();
  bool insert(std::uint64_t root);
  void grow();

  std::uint64_t salt_;
  std::uint64_t count_ = 0;
  bool has_zero_ = false;
  std::vector<std::uint64_t> slots_;  // 0 = free
  std::vector<std::uint64_t> repeated_;
  std::vector<std::uint64_t> waiting_;
};

}  // namespace writ::verify
