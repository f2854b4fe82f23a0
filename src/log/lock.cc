#include "log/lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace writ::log {

base::Result<Lock> Lock::take(const base::Path& path) {
  std::error_code error;
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  // flock belongs to the open file, so a second Lock in this process is refused too (fcntl locks would let it pass).
  Lock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (lock.fd_ < 0)
    return base::fail(base::Errc::unavailable, path.string(), "", std::string("cannot open: ") + std::strerror(errno));
  if (::flock(lock.fd_, LOCK_EX | LOCK_NB) == 0) return lock;
  if (errno == EWOULDBLOCK) {
    return base::fail(base::Errc::conflict, path.string(), "",
                      "another sequencer holds this log; one log has one writer");
  }
  return base::fail(base::Errc::unavailable, path.string(), "", std::string("cannot lock: ") + std::strerror(errno));
}

Lock::~Lock() {
  if (fd_ >= 0) ::close(fd_);
}

}  // namespace writ::log
