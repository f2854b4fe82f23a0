#include "http/static_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "http/byte_range.h"
#include "http/gzip.h"
#include "http/problem.h"
#include "http/target.h"
#include "page/content_policy.h"

namespace writ::http {

namespace {

namespace fs = std::filesystem;

// Below, the header is larger than what is saved; above, it takes a thread too long: such files are for machines.
constexpr std::uint64_t gzip_bytes_min = 512;
constexpr std::uint64_t gzip_bytes_max = 2 * 1024 * 1024;

struct OpenFile {
  std::shared_ptr<const int> descriptor;
  std::uint64_t size = 0;
  std::string etag;
};

bool has_hidden_segment(const fs::path& path) {
  return std::any_of(path.begin(), path.end(), [](const fs::path& part) {
    const std::string name = part.string();
    return name.starts_with('.') && name != ".well-known";
  });
}

/// nullopt unless it is a regular file that lies within `root` after links are followed.
std::optional<OpenFile> open_within(const fs::path& root, const fs::path& path) {
  std::error_code error;
  const fs::path real_root = fs::canonical(root, error);
  if (error) return std::nullopt;
  const fs::path real = fs::canonical(path, error);
  if (error) return std::nullopt;
  const auto [root_end, rest] = std::mismatch(real_root.begin(), real_root.end(), real.begin(), real.end());
  if (root_end != real_root.end()) return std::nullopt;
  // O_NONBLOCK: opening a named pipe must not hang a worker.
  const int descriptor = ::open(real.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) return std::nullopt;
  const std::shared_ptr<const int> owner(new int(descriptor), [](const int* fd) {
    ::close(*fd);
    delete fd;
  });
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  OpenFile file{owner, static_cast<std::uint64_t>(status.st_size), {}};
  // Files are replaced by rename, so a new content has a new inode or time.
  file.etag = fmt::format("\"{:x}-{:x}-{:x}{:08x}\"", status.st_ino, status.st_size, status.st_mtim.tv_sec,
                          status.st_mtim.tv_nsec);
  return file;
}

void add_security_headers(Response& response, std::string_view path, bool any_origin) {
  response.headers["Content-Security-Policy"] =
      page::content_policy(path) + "; " + std::string(page::frame_policy(path));
  response.headers["X-Content-Type-Options"] = "nosniff";
  response.headers["Referrer-Policy"] = "no-referrer";
  if (any_origin) response.headers["Access-Control-Allow-Origin"] = "*";
}

Response not_found(const Request& request) { return problem(404, "There is nothing at this address.", request.path); }

Response redirect_to_folder(const Request& request) {
  Response response;
  response.status = 308;
  response.content_type.clear();
  response.headers["Location"] = encode_path(request.path) + "/";
  return response;
}

const std::string& header(const Request& request, const char* name) {
  static const std::string none;
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? none : found->second;
}

/// A full tile never changes (C2SP tlog-tiles); all else is asked for again with its ETag.
std::string cache_control(const std::string& path) {
  const bool full_tile = path.find("/tile/") != std::string::npos && path.find(".p/") == std::string::npos;
  return full_tile ? "public, max-age=31536000, immutable" : "no-cache";
}

/// The compressed file is another representation, so it has another tag (RFC 9110 section 8.8.3).
std::string small_tag(const std::string& etag) { return etag.substr(0, etag.size() - 1) + "-gz\""; }

/// The whole file compressed, if the reader takes that and it is worth it.
std::optional<std::string> smaller(const Request& request, const std::string& type, const OpenFile& file) {
  const bool fits = file.size >= gzip_bytes_min && file.size <= gzip_bytes_max && is_compressible(type);
  if (!fits || request.method != "GET" || !header(request, "range").empty()) return std::nullopt;
  if (!takes_gzip(header(request, "accept-encoding"))) return std::nullopt;
  std::string content(file.size, '\0');
  const auto count = ::pread(*file.descriptor, content.data(), content.size(), 0);
  if (count < 0 || static_cast<std::size_t>(count) != content.size()) return std::nullopt;  // then it is sent as it is
  return gzip(content);
}

Response send(const Request& request, OpenFile file, const fs::path& name) {
  Response response;
  response.content_type = content_type_of(name);
  response.headers["ETag"] = file.etag;
  if (is_compressible(response.content_type)) response.headers["Vary"] = "Accept-Encoding";
  response.headers["Cache-Control"] = cache_control(request.path);
  response.headers["Accept-Ranges"] = "bytes";
  if (const auto& tags = header(request, "if-none-match");
      !tags.empty() && (etag_listed(tags, file.etag) || etag_listed(tags, small_tag(file.etag)))) {
    response.status = 304;
    response.content_type.clear();
    return response;
  }
  if (const auto small = smaller(request, response.content_type, file)) {
    response.headers["ETag"] = small_tag(file.etag);
    response.headers["Content-Encoding"] = "gzip";
    response.headers.erase("Accept-Ranges");
    response.body = *small;
    return response;
  }
  RangeAnswer answer{RangeKind::whole, {}};
  const auto& if_range = header(request, "if-range");
  if (request.method == "GET" && (if_range.empty() || if_range == file.etag)) {
    answer = parse_range(header(request, "range"), file.size);
  }
  if (answer.kind == RangeKind::unsatisfiable) {
    Response refused =
        problem(416, "The file ends before this range.", request.path,
                BrokenRule{"range", header(request, "range"), fmt::format("the file has {} bytes", file.size)});
    refused.headers["Content-Range"] = fmt::format("bytes */{}", file.size);
    return refused;
  }
  ByteRange range{0, file.size};
  if (answer.kind == RangeKind::part) {
    range = answer.range;
    response.status = 206;
    response.headers["Content-Range"] =
        fmt::format("bytes {}-{}/{}", range.offset, range.offset + range.length - 1, file.size);
  }
  response.file = FileBody{std::move(file.descriptor), range.offset, range.length};
  return response;
}

/// A mount's own 404.html speaks to people; programs that ask for JSON get the problem document.
Response missing_in(const Request& request, const Mount& mount) {
  const fs::path page = mount.source / "404.html";
  auto file =
      header(request, "accept").find("text/html") == std::string::npos ? std::nullopt : open_within(mount.source, page);
  if (!file) return not_found(request);
  Response response;
  response.status = 404;
  response.content_type = content_type_of(page);
  response.headers["Cache-Control"] = "no-store";
  response.file = FileBody{std::move(file->descriptor), 0, file->size};
  return response;
}

Response serve_mount(const Request& request, const Mount& mount) {
  if (!mount.prefix.ends_with('/')) {
    auto file = open_within(mount.source, mount.source);
    return file ? send(request, std::move(*file), mount.source) : not_found(request);
  }
  const fs::path inside = request.path.substr(mount.prefix.size());
  if (has_hidden_segment(inside)) return not_found(request);
  fs::path path = mount.source / inside;
  std::error_code error;
  if (fs::is_directory(path, error)) {
    if (!request.path.ends_with('/')) return redirect_to_folder(request);
    path /= "index.html";
  }
  auto file = open_within(mount.source, path);
  return file ? send(request, std::move(*file), path) : missing_in(request, mount);
}

}  // namespace

StaticFiles::StaticFiles(std::vector<Mount> mounts) : mounts_(std::move(mounts)) {
  std::sort(mounts_.begin(), mounts_.end(),
            [](const Mount& a, const Mount& b) { return a.prefix.size() > b.prefix.size(); });
}

Response StaticFiles::serve(const Request& request) const {
  const auto mount = std::find_if(mounts_.begin(), mounts_.end(), [&](const Mount& one) {
    return one.prefix.ends_with('/') ? request.path.starts_with(one.prefix) : request.path == one.prefix;
  });
  Response response;
  if (mount == mounts_.end()) {
    response = not_found(request);
  } else if (request.method != "GET" && request.method != "HEAD") {
    response =
        problem(405, "Files are only read.", request.path, BrokenRule{"method", request.method, "is one of GET, HEAD"});
    response.headers["Allow"] = "GET, HEAD";
  } else {
    response = serve_mount(request, *mount);
  }
  add_security_headers(response, request.path, mount != mounts_.end() && mount->any_origin);
  return response;
}

std::string content_type_of(const std::filesystem::path& name) {
  static constexpr std::pair<std::string_view, const char*> types[] = {{".html", "text/html; charset=utf-8"},
                                                                       {".css", "text/css; charset=utf-8"},
                                                                       {".js", "text/javascript; charset=utf-8"},
                                                                       {".mjs", "text/javascript; charset=utf-8"},
                                                                       {".json", "application/json"},
                                                                       {".jsonl", "application/x-ndjson"},
                                                                       {".csv", "text/csv; charset=utf-8"},
                                                                       {".svg", "image/svg+xml"},
                                                                       {".png", "image/png"},
                                                                       {".ico", "image/vnd.microsoft.icon"},
                                                                       {".txt", "text/plain; charset=utf-8"},
                                                                       {".toml", "text/plain; charset=utf-8"},
                                                                       {".pdf", "application/pdf"},
                                                                       {".woff2", "font/woff2"},
                                                                       {".wasm", "application/wasm"},
                                                                       {".xml", "application/xml"},
                                                                       {".atom", "application/atom+xml"},
                                                                       {".key", "text/plain; charset=utf-8"},
                                                                       {".checkpoint", "text/plain; charset=utf-8"},
                                                                       {".tlog-proof", "text/plain; charset=utf-8"}};
  if (name.filename() == "checkpoint" || name.filename() == "promise") return "text/plain; charset=utf-8";
  if (name.filename() == "feed.json") return "application/feed+json";  // JSON Feed 1.1
  const std::string ending = name.extension().string();
  for (const auto& [known, type] : types) {
    if (known == ending) return type;
  }
  return "application/octet-stream";
}

}  // namespace writ::http
