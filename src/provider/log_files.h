// A server's log: the current file and its rotated ones, plain or compressed, read line by line in order of time.
// Inside of the room.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "provider/limits.h"

namespace writ::provider {

/// Longer than any line that a server writes of a login; of a longer one only this much is looked at.
constexpr std::size_t log_line_bytes_max = 16'384;

struct LogLine {
  std::string_view text;    // without its line end
  std::size_t file = 0;     // 0 = oldest
  std::uint64_t place = 0;  // bytes before it over all files, with a wide gap between files
};

/// `file` and, beside it, `file.1`, `file.2.gz`, `file-20260101.gz` ...: what begins with its name and a dot or dash.
/// Oldest first by `order`, which gives the sort key of a file's first lines ("" = no record in it, left out).
/// Errors are unavailable with the source's name: no such file, a broken compressed file, the time limit. A last line
/// without an end is still being written and is not read.
base::Result<> read_log(const std::string& source, const base::Path& file, const ReadLimits& limits,
                        const std::function<std::string(std::string_view line)>& order,
                        const std::function<base::Result<>(const LogLine&)>& each);

}  // namespace writ::provider
