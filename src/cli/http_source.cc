#include "cli/http_source.h"

#include <curl/curl.h>

#include <cstdio>

#include "verify/directory_source.h"

namespace writ::cli {

namespace {
constexpr long connect_seconds_max = 20;
// A server that sends less than this for so long has stopped.
constexpr long slow_bytes_per_second = 100;
constexpr long slow_seconds_max = 30;

struct Limit {
  std::uint64_t bytes;
  bool of_format;  // a longer file is malformed; else the limit is only ours
};

/// The largest body that a name allows: a server must not fill memory or disk.
Limit limit_of(std::string_view name) {
  if (name.starts_with("tile/entries/")) return {256 * (2 + 65'535), true};  // tlog-tiles: uint16 length + entry
  if (name.starts_with("tile/")) return {256 * 32, true};                    // a full tile of hashes
  if (name == "dummies.key") return {65, true};                              // 64 hex digits and LF
  if (name.ends_with(".jsonl")) return {std::uint64_t{16} << 30, false};     // some 20 million lines of 700 bytes
  if (name == "report.json") return {std::uint64_t{64} << 20, false};        // as the folder reader has it
  return {std::uint64_t{2} << 20, false};                                    // notes (1 MiB at most), proofs, openings
}

base::Error unavailable(std::string_view name, std::string why) {
  return {base::Errc::unavailable, std::string(name), "", std::move(why)};
}

/// Counts what comes against the limit of the name before it is kept.
class Limited {
 public:
  Limited(std::string_view name, HttpClient::Sink keep) : name_(name), limit_(limit_of(name)), keep_(std::move(keep)) {}

  bool add(std::string_view piece) {
    size_ += piece.size();
    too_long_ = size_ > limit_.bytes;
    return !too_long_ && keep_(piece);
  }
  base::Result<> get(HttpClient& client, const std::string& url) {
    auto got = client.get(url, name_, [this](std::string_view piece) { return add(piece); });
    if (!too_long_) return got;
    return base::fail(limit_.of_format ? base::Errc::invalid : base::Errc::unavailable, std::string(name_), "",
                      "is larger than " + std::to_string(limit_.bytes) + " bytes");
  }

 private:
  std::string_view name_;
  Limit limit_;
  HttpClient::Sink keep_;
  std::uint64_t size_ = 0;
  bool too_long_ = false;
};

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

std::size_t take_piece(char* data, std::size_t, std::size_t size, void* sink) {
  return (*static_cast<const HttpClient::Sink*>(sink))({data, size}) ? size : CURL_WRITEFUNC_ERROR;
}

std::string_view header(CURL* curl, const char* name) {
  curl_header* found = nullptr;
  return curl_easy_header(curl, name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK ? found->value : "";
}

/// What a finished transfer was.
base::Result<> check_answer(CURL* curl, std::string_view name) {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  if (status == 404 || status == 410)
    return base::fail(base::Errc::not_found, std::string(name), "", "the server has no such file");
  if (status >= 300 && status < 400)
    return std::unexpected(unavailable(name, "the server redirects (" + std::to_string(status) +
                                                 "), which is not followed: give the address it is served from"));
  if (status != 200) return std::unexpected(unavailable(name, "the server answers " + std::to_string(status)));
  if (const auto coding = header(curl, "content-encoding"); !coding.empty() && coding != "identity")
    return std::unexpected(unavailable(name, "the server sends it compressed, which was not asked for"));
  curl_off_t length = -1;
  curl_easy_getinfo(curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  long version = 0;
  curl_easy_getinfo(curl, CURLINFO_HTTP_VERSION, &version);
  const bool has_end = version == CURL_HTTP_VERSION_2_0 || version == CURL_HTTP_VERSION_3;
  if (length < 0 && !has_end && header(curl, "transfer-encoding").empty())
    return std::unexpected(unavailable(name, "the server does not say how long it is, so it may have been cut"));
  return {};
}
}  // namespace

struct HttpClient::Handle {
  CURL* curl = nullptr;
  char why[CURL_ERROR_SIZE] = "";
};

HttpClient::HttpClient() : handle_(std::make_unique<Handle>()) {
  CHECK_INVARIANT(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK);
  handle_->curl = curl_easy_init();
  CHECK_INVARIANT(handle_->curl != nullptr);
  CURL* curl = handle_->curl;
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, connect_seconds_max);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, slow_bytes_per_second);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, slow_seconds_max);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "writ-verify");
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, handle_->why);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_piece);
}

HttpClient::~HttpClient() {
  curl_easy_cleanup(handle_->curl);
  curl_global_cleanup();
}

base::Result<> HttpClient::get(const std::string& url, std::string_view name, const Sink& sink) {
  CURL* curl = handle_->curl;
  handle_->why[0] = '\0';
  // The body of an answer that is no file (an error page) must not reach the sink.
  bool refused = false;
  const Sink guarded = [&](std::string_view piece) {
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    refused = status != 200;
    return !refused && sink(piece);
  };
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &guarded);
  const CURLcode code = curl_easy_perform(curl);
  if (code == CURLE_OK || refused) return check_answer(curl, name);
  return std::unexpected(unavailable(name, handle_->why[0] != '\0' ? handle_->why : curl_easy_strerror(code)));
}

bool is_web_address(std::string_view text) { return text.starts_with("http://") || text.starts_with("https://"); }

HttpSource::HttpSource(HttpClient& client, std::string url) : client_(client), url_(std::move(url)) {
  if (!url_.ends_with('/')) url_ += '/';
}

base::Result<std::string> HttpSource::read(std::string_view name) {
  std::string text;
  Limited body(name, [&text](std::string_view piece) {
    text += piece;
    return true;
  });
  TRY_VOID(body.get(client_, url_ + std::string(name)));
  return text;
}

base::Result<> HttpSource::lines(std::string_view name, const std::function<bool(std::string_view, bool)>& line) {
  const std::unique_ptr<std::FILE, CloseFile> kept(std::tmpfile());
  if (!kept) return std::unexpected(unavailable(name, "no temporary file could be made to hold it"));
  bool written = true;
  Limited body(name, [&](std::string_view piece) {
    return written = std::fwrite(piece.data(), 1, piece.size(), kept.get()) == piece.size();
  });
  const auto got = body.get(client_, url_ + std::string(name));
  written = written && std::fflush(kept.get()) == 0;
  if (!written) return std::unexpected(unavailable(name, "the temporary file that holds it could not be written"));
  TRY_VOID(got);
  std::rewind(kept.get());
  return verify::read_lines(*kept, name, line);
}

}  // namespace writ::cli
