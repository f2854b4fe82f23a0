// Inside the room: a stream of bytes cut into blocks of whole lines.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <vector>

#include "policy/replay_stream.h"

namespace writ::policy {

struct ReplayChunk {
  std::vector<char> bytes;  // with padding for the reader after `size`
  std::size_t size = 0;
  std::uint64_t first_line = 0;  // from 1
  bool is_too_long = false;      // one line longer than any may be; its bytes were left out
};

class ReplayChunks {
 public:
  explicit ReplayChunks(const ReplaySource& source) : source_(source) {}

  /// Whole lines into `chunk`, whose memory is used again; false at the end or after another thread met an error.
  base::Result<bool> next(ReplayChunk& chunk);

  /// Room for hundreds of lines, and for the longest.
  static constexpr std::size_t chunk_bytes = std::size_t{2} << 20;

 private:
  base::Result<std::size_t> fill(ReplayChunk& chunk);
  base::Result<> skip_line();

  const ReplaySource& source_;
  std::mutex mutex_;
  std::string rest_;  // read, not handed out: the beginning of a line
  std::uint64_t line_ = 1;
  std::uint64_t bytes_ = 0;
  bool ended_ = false;
};

}  // namespace writ::policy
