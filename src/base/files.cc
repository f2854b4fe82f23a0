#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <set>

namespace writ::base {

namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

std::unexpected<Error> system_error(const Path& path, const char* what) {
  const Errc code = errno == ENOENT ? Errc::not_found : Errc::unavailable;
  return fail(code, path.string(), "", std::string(what) + ": " + std::strerror(errno));
}

Result<> write_all(int fd, std::string_view content, const Path& path) {
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return system_error(path, "cannot write");
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<> write_file(const Path& path, std::string_view content, int flags, bool sync) {
  const Descriptor file(::open(path.c_str(), flags | O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
  if (!file.ok()) return system_error(path, "cannot open for writing");
  TRY_VOID(write_all(file.get(), content, path));
  if (sync && ::fsync(file.get()) != 0) return system_error(path, "fsync failed");
  return {};
}

Result<> sync_folder(const Path& folder) {
  const Descriptor handle(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!handle.ok() || ::fsync(handle.get()) != 0) return system_error(folder, "fsync of the folder failed");
  return {};
}

/// Makes the folder and every missing parent, and fsyncs the folder that holds each new one.
Result<> make_folders(const Path& folder) {
  if (folder.empty() || std::filesystem::is_directory(folder)) return {};
  TRY_VOID(make_folders(folder.parent_path()));
  if (::mkdir(folder.c_str(), 0755) != 0 && errno != EEXIST) return system_error(folder, "cannot make the folder");
  return sync_folder(folder.parent_path());
}

Path temporary_name(const Path& path) { return Path(path).concat(".tmp"); }

}  // namespace

Result<std::string> DiskFiles::read(const Path& path, std::size_t bytes_max) const {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.ok()) return system_error(path, "cannot open");
  struct stat info{};
  if (::fstat(file.get(), &info) != 0) return system_error(path, "cannot stat");
  if (S_ISDIR(info.st_mode)) return fail(Errc::unavailable, path.string(), "", "is a folder, not a file");
  std::string content;
  content.reserve(std::min(static_cast<std::size_t>(info.st_size), bytes_max));
  char buffer[1 << 16];
  for (;;) {
    const ssize_t got = ::read(file.get(), buffer, sizeof buffer);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(path, "cannot read");
    if (got == 0) return content;
    content.append(buffer, static_cast<std::size_t>(got));
    if (content.size() > bytes_max) {
      return fail(Errc::unavailable, path.string(), "", "is larger than " + std::to_string(bytes_max) + " bytes");
    }
  }
}

Result<> DiskFiles::write_durable(const Path& path, std::string_view content) {
  return write_durable_all({{path, std::string(content)}});
}

Result<> DiskFiles::write_durable_all(const std::vector<std::pair<Path, std::string>>& files) {
  std::set<Path> folders;
  for (const auto& [path, content] : files) {
    TRY_VOID(make_folders(path.parent_path()));
    TRY_VOID(write_file(temporary_name(path), content, O_TRUNC, true));
    folders.insert(path.parent_path());
  }
  for (const auto& [path, content] : files) {
    if (::rename(temporary_name(path).c_str(), path.c_str()) != 0) return system_error(path, "cannot rename into place");
  }
  for (const Path& folder : folders) TRY_VOID(sync_folder(folder));
  return {};
}

Result<> DiskFiles::append_durable(const Path& path, std::string_view content) {
  TRY_VOID(make_folders(path.parent_path()));
  const bool is_new = !exists(path);
  TRY_VOID(write_file(path, content, O_APPEND, true));
  if (is_new) return sync_folder(path.parent_path());
  return {};
}

Result<> DiskFiles::write(const Path& path, std::string_view content) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return fail(Errc::unavailable, path.string(), "", "cannot make the folder: " + error.message());
  return write_file(path, content, O_TRUNC, false);
}

bool DiskFiles::exists(const Path& path) const {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

std::vector<std::string> DiskFiles::list(const Path& folder) const {
  std::vector<std::string> names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace writ::base
