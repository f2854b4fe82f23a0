#include "policy/replay_chunks.h"

#include <algorithm>
#include <cstring>

#include "policy/replay_line.h"

namespace writ::policy {

static_assert(ReplayChunks::chunk_bytes > ReplayLineReader::line_bytes_max);

/// What is left of last time, then from the source until the chunk is full or the source has ended.
base::Result<std::size_t> ReplayChunks::fill(ReplayChunk& chunk) {
  chunk.bytes.resize(chunk_bytes + ReplayLineReader::padding);
  std::size_t size = rest_.size();
  std::memcpy(chunk.bytes.data(), rest_.data(), size);
  rest_.clear();
  while (size < chunk_bytes && !ended_) {
    TRY(const std::size_t read, source_.read(chunk.bytes.data() + size, chunk_bytes - size));
    ended_ = read == 0;
    size += read;
    bytes_ += read;
  }
  source_.step(bytes_);
  return size;
}

/// To the end of a line that is longer than a chunk.
base::Result<> ReplayChunks::skip_line() {
  std::vector<char> block(ReplayLineReader::line_bytes_max);
  while (!ended_) {
    TRY(const std::size_t read, source_.read(block.data(), block.size()));
    ended_ = read == 0;
    bytes_ += read;
    source_.step(bytes_);
    const auto end = std::find(block.begin(), block.begin() + static_cast<std::ptrdiff_t>(read), '\n');
    if (end == block.begin() + static_cast<std::ptrdiff_t>(read)) continue;
    rest_.assign(end + 1, block.begin() + static_cast<std::ptrdiff_t>(read));
    break;
  }
  return {};
}

base::Result<bool> ReplayChunks::next(ReplayChunk& chunk) {
  const std::scoped_lock lock(mutex_);
  auto filled = fill(chunk);
  if (!filled) {
    ended_ = true;
    return std::unexpected(std::move(filled).error());
  }
  if (*filled == 0) return false;
  const std::string_view bytes(chunk.bytes.data(), *filled);
  const std::size_t last = bytes.rfind('\n');
  chunk.first_line = line_;
  chunk.is_too_long = last == bytes.npos && !ended_;
  if (chunk.is_too_long) {
    chunk.size = 0;
    ++line_;
    TRY_VOID(skip_line());
    return true;
  }
  chunk.size = ended_ ? *filled : last + 1;
  rest_ = bytes.substr(chunk.size);
  line_ += static_cast<std::uint64_t>(std::ranges::count(bytes.substr(0, chunk.size), '\n'));
  return true;
}

}  // namespace writ::policy
