#include "base/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace writ::base {

namespace {
constexpr int bar_width = 40;
}

BarProgress::BarProgress(std::string what) : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1) {}

BarProgress::~BarProgress() {
  if (terminal_ && shown_ >= 0) std::fputc('\n', stderr);
}

void BarProgress::step(std::uint64_t done, std::uint64_t total) {
  if (total == 0) return;
  const int percent = static_cast<int>(std::min<std::uint64_t>(done, total) * 100 / total);
  const int grain = terminal_ ? percent : percent / 10 * 10;
  if (grain == shown_) return;
  shown_ = grain;
  if (!terminal_) {
    std::fprintf(stderr, "%s: %d %%\n", what_.c_str(), grain);
    return;
  }
  const int filled = percent * bar_width / 100;
  std::fprintf(stderr, "\r%s [%.*s%*s] %3d %%", what_.c_str(), filled, "########################################",
               bar_width - filled, "", percent);
  std::fflush(stderr);
}

}  // namespace writ::base
