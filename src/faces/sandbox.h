// Runs one of poppler's programs on a stranger's document, in a child that can do little: no sockets, no other
// processes, no writing, bounded memory, processor time and output (design: faces.md 10, point 9).
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace writ::faces {

struct SandboxLimits {
  std::size_t memory_bytes = std::size_t{1} << 30;  // of the address space; a page of 1,400 px needs about 60 MB
  std::chrono::seconds cpu{10};
  std::chrono::seconds wall{15};
  std::size_t output_bytes = std::size_t{16} << 20;  // a page as PNG is under 3 MB
};

/// `program` is an absolute path; `input` comes as standard input, the answer is standard output. unavailable in words:
/// it ended with an error, took too long, or wrote too much.
base::Result<std::string> run_sandboxed(const std::string& program, const std::vector<std::string>& arguments,
                                        std::string_view input, const SandboxLimits& limits = {});

}  // namespace writ::faces
