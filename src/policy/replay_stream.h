// JSON Lines of any length through a replay, on several threads, in memory that does not grow with the file.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "policy/replay.h"

namespace writ::policy {

struct ReplayFault {
  std::uint64_t line = 0;  // from 1
  base::Error error;
};

/// What was not counted. The lines around a faulty one are.
struct ReplayFaults {
  std::uint64_t count = 0;
  std::vector<ReplayFault> first;  // shown_max of them, ascending

  static constexpr std::size_t shown_max = 20;
  void add(std::uint64_t line, base::Error error);
  void merge(ReplayFaults other);
};

struct ReplaySource {
  /// Fills at most `size` bytes and says how many; 0 = the end. Called by one thread at a time.
  std::function<base::Result<std::size_t>(char* bytes, std::size_t size)> read;
  /// Told of bytes read so far; by one thread at a time.
  std::function<void(std::uint64_t)> step;
};

/// Counts every line into `replay`. An empty line is none. The error is the source's; faults of lines are values.
base::Result<ReplayFaults> replay_lines(const ReplaySource& source, Replay& replay, unsigned threads);

}  // namespace writ::policy
