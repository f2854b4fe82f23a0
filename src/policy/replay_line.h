// One line of a replay's input (docs/formats/replay.md), read fast: what decides is checked as strictly as intake does,
// the rest must be JSON of the right members and is not looked into.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "policy/replay_case.h"

namespace writ::policy {

class ReplayLineReader {
 public:
  /// Bytes after a line's end that must be readable; they are not looked at.
  static constexpr std::size_t padding = 64;
  /// As long as a request may be (docs/formats/request.md).
  static constexpr std::size_t line_bytes_max = std::size_t{1} << 20;

  /// `names` outlives the reader.
  explicit ReplayLineReader(const FactNames& names);
  ~ReplayLineReader();
  ReplayLineReader(ReplayLineReader&&) noexcept;

  /// invalid names path, value and rule. One thread at a time.
  base::Result<ReplayCase> read(std::string_view line);

 private:
  struct Parser;  // keeps its memory from line to line
  std::unique_ptr<Parser> parser_;
  const FactNames& names_;
};

}  // namespace writ::policy
