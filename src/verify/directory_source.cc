#include "verify/directory_source.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace writ::verify {

namespace {
// The largest file that is read whole is a report.json with many `restated`; the log's own files are below 17 MiB.
constexpr std::size_t file_bytes_max = std::size_t{64} << 20;
// A line of openings.jsonl has about 700 bytes; only a SET can be longer.
constexpr std::size_t line_bytes_max = std::size_t{1} << 20;
constexpr std::size_t piece_bytes = std::size_t{1} << 18;
constexpr std::size_t small_piece_bytes = std::size_t{1} << 14;  // a full tile has 8 KiB, a full bundle of entries 9

struct Close {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, Close>;

base::Result<File> open(const std::string& folder, std::string_view name) {
  const std::string path = folder + "/" + std::string(name);
  File file(std::fopen(path.c_str(), "rb"));
  if (file) {
    std::setvbuf(file.get(), nullptr, _IONBF, 0);  // read in large pieces anyway
    return file;
  }
  const base::Errc code = errno == ENOENT || errno == ENOTDIR ? base::Errc::not_found : base::Errc::unavailable;
  return base::fail(code, std::string(name), "", std::strerror(errno));
}

base::Error unreadable(std::string_view name) {
  return {base::Errc::unavailable, std::string(name), "", "could not be read to its end"};
}
}  // namespace

base::Result<std::string> DirectorySource::read(std::string_view name) {
  TRY(File file, open(folder_, name));
  std::string text;
  char piece[small_piece_bytes];
  for (std::size_t got; (got = std::fread(piece, 1, sizeof piece, file.get())) > 0;) {
    text.append(piece, got);
    if (text.size() > file_bytes_max)
      return base::fail(base::Errc::unavailable, std::string(name), "", "is larger than 64 MiB");
  }
  if (std::ferror(file.get()) != 0) return std::unexpected(unreadable(name));
  return text;
}

base::Result<> DirectorySource::lines(std::string_view name, const std::function<bool(std::string_view, bool)>& line) {
  TRY(const File file, open(folder_, name));
  return read_lines(*file, name, line);
}

base::Result<> read_lines(std::FILE& file, std::string_view name,
                          const std::function<bool(std::string_view, bool)>& line) {
  std::string rest;  // of the line that the last piece cut
  auto piece = std::make_unique<char[]>(piece_bytes);
  for (std::size_t got; (got = std::fread(piece.get(), 1, piece_bytes, &file)) > 0;) {
    std::string_view text(piece.get(), got);
    for (std::size_t end; (end = text.find('\n')) != std::string_view::npos; text.remove_prefix(end + 1)) {
      bool more;
      if (rest.empty()) {
        more = line(text.substr(0, end), true);
      } else {
        rest += text.substr(0, end);
        more = line(rest, true);
        rest.clear();
      }
      if (!more) return {};
    }
    rest += text;
    if (rest.size() > line_bytes_max) return base::invalid(std::string(name), "", "has a line longer than 1 MiB");
  }
  if (std::ferror(&file) != 0) return std::unexpected(unreadable(name));
  if (!rest.empty()) line(rest, false);
  return {};
}

}  // namespace writ::verify
