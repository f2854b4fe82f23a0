// One sequencer for each log: an flock on a file beside the store, which the kernel drops with the process. Inside
// log/.
#pragma once

#include "base/files.h"
#include "base/result.h"

namespace writ::log {

class Lock {
 public:
  /// conflict if another open Lock (of this process or another) holds it.
  static base::Result<Lock> take(const base::Path& path);
  Lock(Lock&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Lock& operator=(Lock&&) = delete;
  ~Lock();

 private:
  explicit Lock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace writ::log
