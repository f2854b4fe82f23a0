#include "crypto/private_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace writ::crypto {

namespace {

constexpr std::size_t secret_bytes_max = std::size_t{1} << 20;  // a key or a certificate chain, never more

struct Descriptor {
  int fd;
  explicit Descriptor(int opened) : fd(opened) {}
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
};

std::unexpected<base::Error> system_error(const base::Path& path, const char* what) {
  const auto code = errno == ENOENT   ? base::Errc::not_found
                    : errno == EEXIST ? base::Errc::conflict
                                      : base::Errc::unavailable;
  return base::fail(code, path.string(), "", std::string(what) + ": " + std::strerror(errno));
}

base::Result<> check_mode(const base::Path& path, mode_t mode, const char* rule) {
  if ((mode & 077) == 0) return {};
  char octal[8];
  std::snprintf(octal, sizeof octal, "%04o", static_cast<unsigned>(mode & 07777));
  return base::fail(base::Errc::denied, path.string(), octal, rule);
}

constexpr const char* file_rule = "holds a secret and is open to group or others: make it 0600 (chmod go= FILE)";
constexpr const char* folder_rule = "holds secrets and is open to group or others: make it 0700 (chmod go= FOLDER)";

base::Result<> sync_folder(const base::Path& folder) {
  const Descriptor handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.fd < 0 || ::fsync(handle.fd) != 0) return system_error(folder, "fsync of the folder failed");
  return {};
}

base::Result<> write_new(const base::Path& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  if (file.fd < 0) return system_error(path, "cannot open for writing");
  while (!content.empty()) {
    const ssize_t written = ::write(file.fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return system_error(path, "cannot write");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::fsync(file.fd) != 0) return system_error(path, "fsync failed");
  return {};
}

}  // namespace

base::Result<std::string> read_private(const base::Path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.fd < 0) return system_error(path, "cannot open");
  struct stat info{};
  if (::fstat(file.fd, &info) != 0) return system_error(path, "cannot stat");
  TRY_VOID(check_mode(path, info.st_mode, file_rule));
  std::string content;
  char buffer[4096];
  for (;;) {
    const ssize_t got = ::read(file.fd, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(path, "cannot read");
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > secret_bytes_max) {
      return base::fail(base::Errc::unavailable, path.string(), "", "is larger than 1 MiB, no key is");
    }
  }
}

base::Result<> write_private(const base::Path& path, std::string_view content) {
  const base::Path temporary = base::Path(path).concat(".tmp");
  TRY_VOID(write_new(temporary, content));
  // link() refuses an existing name, which rename() would replace.
  if (::link(temporary.c_str(), path.c_str()) != 0) {
    const auto error = system_error(path, "cannot put in place");
    ::unlink(temporary.c_str());
    return error;
  }
  if (::unlink(temporary.c_str()) != 0) return system_error(temporary, "cannot remove");
  return sync_folder(path.parent_path());
}

base::Result<> make_private(const base::Path& path) {
  const Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (file.fd < 0) return system_error(path, "cannot open");
  struct stat info{};
  if (::fstat(file.fd, &info) != 0) return system_error(path, "cannot stat");
  return check_mode(path, info.st_mode, file_rule);
}

base::Result<> make_private_folder(const base::Path& folder) {
  std::error_code error;
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  if (error)
    return base::fail(base::Errc::unavailable, folder.string(), "", "cannot make the folder: " + error.message());
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return system_error(folder, "cannot make the folder");
  struct stat info{};
  if (::stat(folder.c_str(), &info) != 0) return system_error(folder, "cannot stat");
  if (!S_ISDIR(info.st_mode)) return base::fail(base::Errc::unavailable, folder.string(), "", "is not a folder");
  return check_mode(folder, info.st_mode, folder_rule);
}

}  // namespace writ::crypto
