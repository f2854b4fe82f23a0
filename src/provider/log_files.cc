#include "provider/log_files.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <utility>

#include "provider/sql_client.h"

namespace writ::provider {

namespace {

/// No text that a user sends spans two files: a place in the next file is never near one in this.
constexpr std::uint64_t gap_between_files = 1u << 30;
/// What other packers' files begin with; read as lines they would be a log without records.
constexpr std::array<std::string_view, 4> other_packers{"\xfd" "7zXZ", "BZh", "\x28\xb5\x2f\xfd", "\x1f\x9d"};

struct CloseGz {
  void operator()(gzFile_s* file) const { gzclose(file); }
};

class Lines {
 public:
  Lines(const std::string& source, const base::Path& file)
      : source_(source), file_(file), gz_(gzopen(file.c_str(), "rb")) {}

  /// False at the end.
  base::Result<bool> next(std::string_view& line) {
    for (;;) {
      const auto end = pending_.find('\n', begin_);
      if (end != std::string::npos) {
        line = std::string_view(pending_).substr(begin_, std::min(end - begin_, log_line_bytes_max));
        read_ += end + 1 - begin_;
        begin_ = end + 1;
        return true;
      }
      TRY(const bool more, fill());
      if (!more) return false;
    }
  }
  std::uint64_t read() const { return read_; }

 private:
  base::Result<bool> fill() {
    if (!gz_) return unreadable("cannot be opened; a log that is rotated at this moment can be asked again");
    pending_.erase(0, begin_);
    begin_ = 0;
    std::array<char, 1 << 16> block;
    const int count = gzread(gz_.get(), block.data(), block.size());
    int code = Z_OK;
    const char* words = gzerror(gz_.get(), &code);
    if (count < 0 || code == Z_BUF_ERROR || code == Z_DATA_ERROR) return unreadable(std::string("is broken: ") + words);
    if (count == 0) return false;
    const std::string_view got(block.data(), static_cast<std::size_t>(count));
    if (read_ == 0 && pending_.empty() &&
        std::ranges::any_of(other_packers, [&](std::string_view magic) { return got.starts_with(magic); }))
      return unreadable("is packed by another program than gzip: unpack it, or have logrotate use gzip");
    pending_.append(block.data(), static_cast<std::size_t>(count));
    return true;
  }
  std::unexpected<base::Error> unreadable(const std::string& why) const {
    return std::unexpected(sql::error_of(source_, file_.filename().string(), "log", why));
  }

  const std::string& source_;
  const base::Path& file_;
  std::unique_ptr<gzFile_s, CloseGz> gz_;
  std::string pending_;
  std::size_t begin_ = 0;
  std::uint64_t read_ = 0;
};

base::Result<std::vector<base::Path>> files_of(const std::string& source, const base::Path& file) {
  std::vector<base::Path> found;
  const std::string name = file.filename().string();
  std::error_code error;
  std::filesystem::directory_iterator folder(file.has_parent_path() ? file.parent_path() : base::Path("."), error);
  for (; !error && folder != std::filesystem::directory_iterator(); folder.increment(error)) {
    const std::string other = folder->path().filename().string();
    const bool ours =
        other == name || (other.starts_with(name) && (other[name.size()] == '.' || other[name.size()] == '-'));
    if (ours && folder->is_regular_file()) found.push_back(folder->path());
  }
  if (error)
    return std::unexpected(sql::error_of(source, "log", "log", "its folder cannot be read: " + error.message()));
  if (std::none_of(found.begin(), found.end(), [&](const base::Path& path) { return path.filename() == name; }))
    return std::unexpected(sql::error_of(source, name, "log", "there is no such file"));
  return found;
}

base::Result<std::string> key_of(const std::string& source, const base::Path& file,
                                 const std::function<std::string(std::string_view)>& order) {
  Lines lines(source, file);
  std::string_view line;
  bool any = false;
  for (;;) {
    TRY(const bool more, lines.next(line));
    if (!more) break;
    if (std::string key = order(line); !key.empty()) return key;
    any = any || !line.empty();
  }
  if (!any) return std::string();
  return std::unexpected(sql::error_of(source, file.filename().string(), "log",
                                       "no line of it is a record with a time and its zone"));
}

}  // namespace

base::Result<> read_log(const std::string& source, const base::Path& file, const ReadLimits& limits,
                        const std::function<std::string(std::string_view line)>& order,
                        const std::function<base::Result<>(const LogLine&)>& each) {
  const auto end = std::chrono::steady_clock::now() + limits.time_max;
  TRY(const auto paths, files_of(source, file));
  std::vector<std::pair<std::string, base::Path>> files;
  for (const base::Path& path : paths) {
    TRY(std::string key, key_of(source, path, order));
    if (!key.empty()) files.emplace_back(std::move(key), path);
  }
  std::sort(files.begin(), files.end());
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < files.size(); ++i) {
    Lines lines(source, files[i].second);
    LogLine line{.file = i};
    for (std::size_t count = 0;; ++count) {
      line.place = before + lines.read();
      TRY(const bool more, lines.next(line.text));
      if (!more) break;
      TRY_VOID(each(line));
      if (count % 4096 == 0 && std::chrono::steady_clock::now() > end)
        return std::unexpected(
            sql::error_of(source, "log", sql::fault::time_limit,
                          "reading took longer than " + std::to_string(limits.time_max.count()) + " ms"));
    }
    before += lines.read() + gap_between_files;
  }
  return {};
}

}  // namespace writ::provider
