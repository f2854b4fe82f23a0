// An HTTP/1.1 server on loopback: plain handler functions that never see Beast. nginx stands in front for TLS and
// HTTP/2.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/result.h"

namespace writ::http {

struct Request {
  std::string method;
  std::string path;                            // decoded UTF-8, without query; no "..", no "//", no encoded "/"
  std::map<std::string, std::string> query;    // decoded; a name given twice never gets here
  std::map<std::string, std::string> headers;  // names in lower case; repeated list fields joined by ", "
  std::string body;
};

/// A part of an open file, sent in pieces so that a large bundle needs no memory. The last owner closes it.
struct FileBody {
  std::shared_ptr<const int> descriptor;
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};

/// The server adds Date, Content-Length and Connection, and leaves the body out for HEAD, 204 and 304.
struct Response {
  unsigned status = 200;
  std::string content_type = "text/html; charset=utf-8";  // empty = no such header
  std::string body;
  std::map<std::string, std::string> headers;
  std::optional<FileBody> file;  // instead of `body`
};

/// Called on one of `threads` threads, several at a time. What it throws becomes 500.
using Handler = std::function<Response(const Request&)>;

/// A request that no handler sees, because of its size, its time or what else goes on.
struct Refused {
  unsigned status = 0;
  std::string path;  // decoded; empty where none was read
  std::string accept;
  std::string accept_language;
};
/// A page for a person in place of the problem document; nullopt = that one. Runs on the thread of all connections, so it
/// only puts words together.
using RefusalPage = std::function<std::optional<Response>(const Refused&)>;

struct ServerLimits {
  std::size_t header_bytes_max = 8 * 1024;        // request line and fields: 431
  std::size_t body_bytes_max = 32 * 1024 * 1024;  // 413, with or without Content-Length
  std::size_t connections_max = 512;              // one more is answered 503 at once
  std::chrono::seconds read_time_max{30};         // from the first byte of a request to its last: 408
  std::size_t body_rate_min = 8 * 1024;           // bytes a second: each one that came gives a body more time, so that a
                                                  // document of 20 MB arrives over a slow line and a drip does not
  std::chrono::seconds idle_time_max{60};         // without any byte of a next request: closed
  unsigned threads = 4;                           // that run handlers
  std::size_t queue_max = 64;                     // requests that wait for a thread; one more is answered 503
  std::size_t body_bytes_total_max = 256u << 20;  // bodies of all connections together; beyond: 503
  std::chrono::seconds write_time_max{30};        // for each 64 KiB of an answer: a reader that stalls is dropped
  std::chrono::seconds stop_time_max{10};         // after stop(): then connections are cut, handlers still waited for
};

class Server {
 public:
  /// Binds at once. invalid: not an address of 127.0.0.0/8 or ::1, or a limit of zero; unavailable: the address is
  /// taken. Port 0 = any free one.
  static base::Result<std::unique_ptr<Server>> listen(const std::string& address, std::uint16_t port,
                                                      const ServerLimits& limits, Handler handler,
                                                      RefusalPage refusal_page = {});
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  /// Serves until stop(); then requests that have begun are answered, and it returns. Once.
  virtual void run() = 0;
  /// From any thread (not from inside a signal handler), before or during run(); a second call does nothing.
  virtual void stop() = 0;
};

}  // namespace writ::http
