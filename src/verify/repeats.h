// Body roots that occur twice in a log, in 16 bytes of memory for each entry: first truncated to eight bytes, then, only
// if some of those occur twice, whole from a second reading.
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
  /// Short roots that were added twice or more, ascending, each once.
  std::vector<std::uint64_t> repeated() const;

 private:
  bool insert(std::uint64_t root);
  void grow();

  std::uint64_t salt_;
  std::uint64_t count_ = 0;
  bool has_zero_ = false;
  std::vector<std::uint64_t> slots_;   // 0 = free
  std::vector<std::uint64_t> repeated_;
};

}  // namespace writ::verify
