// A log or bundle on a web server, read with libcurl over connections that are kept open.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "verify/verify.h"

namespace writ::cli {

/// One client for all sources of a run: files of one server come over one connection, one after the other.
class HttpClient {
 public:
  HttpClient();
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// Takes the body piece by piece; false stops the transfer.
  using Sink = std::function<bool(std::string_view piece)>;
  /// GET. 404 and 410 are not_found; every other answer than a whole 200 is unavailable (redirects are not followed).
  /// `name` is what errors call the file.
  base::Result<> get(const std::string& url, std::string_view name, const Sink& sink);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

/// True for what get() can read: http:// or https://.
bool is_web_address(std::string_view text);

class HttpSource final : public verify::Source {
 public:
  /// `url` of a folder, with or without a last slash.
  HttpSource(HttpClient& client, std::string url);
  base::Result<std::string> read(std::string_view name) override;
  /// The body goes to a temporary file first: lines are handed on only if it came whole, memory stays bounded, and the
  /// server need not wait while the log is read between two lines.
  base::Result<> lines(std::string_view name,
                       const std::function<bool(std::string_view line, bool terminated)>& line) override;

 private:
  HttpClient& client_;
  std::string url_;
};

}  // namespace writ::cli
