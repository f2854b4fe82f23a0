// For calls into a library that writes its diagnostics to standard error and has no switch for it.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <mutex>

namespace writ::crypto {

/// Returns what `call` returns. Meanwhile the process's standard error goes nowhere, also other threads': so wrap
/// single calls of milliseconds, and no code of ours, whose complaints would be lost.
template <class Call>
auto quietly(Call call) {
  static std::mutex one_at_a_time;
  class Redirected {
   public:
    Redirected() : lock_(one_at_a_time), kept_(::fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)) {
      const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
      if (kept_ >= 0 && nowhere >= 0) ::dup2(nowhere, STDERR_FILENO);
      if (nowhere >= 0) ::close(nowhere);
    }
    ~Redirected() {
      if (kept_ < 0) return;
      ::dup2(kept_, STDERR_FILENO);
      ::close(kept_);
    }
    Redirected(const Redirected&) = delete;
    Redirected& operator=(const Redirected&) = delete;

   private:
    std::lock_guard<std::mutex> lock_;
    int kept_;
  };
  const Redirected redirected;
  return call();
}

}  // namespace writ::crypto
