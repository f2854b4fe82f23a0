// An HTTP/1.1 server on loopback: plain handler functions that never see Beast. nginx stands in front for TLS and HTTP/2.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::http {

struct Request {
  std::string method;
  std::string path;                            // decoded, without query, normalised: no "..", no "//"
  std::map<std::string, std::string> query;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;
};

struct Response {
  unsigned status = 200;
  std::string content_type = "text/html; charset=utf-8";
  std::string body;
  std::map<std::string, std::string> headers;
};

using Handler = std::function<Response(const Request&)>;

struct ServerLimits {
  std::size_t header_bytes_max = 8 * 1024;
  std::size_t body_bytes_max = 32 * 1024 * 1024;
  std::size_t connections_max = 512;
  std::chrono::seconds read_time_max{30};
  std::chrono::seconds idle_time_max{60};
  unsigned threads = 4;                        // that run handlers
};

class Server {
 public:
  /// Binds at once; unavailable if the address is taken. `address` must be a loopback address; port 0 = any free one.
  static base::Result<std::unique_ptr<Server>> listen(const std::string& address, std::uint16_t port, const ServerLimits& limits, Handler handler);
  virtual ~Server() = default;
  virtual std::uint16_t port() const = 0;
  /// Serves until stop(); may be called from a signal's thread.
  virtual void run() = 0;
  virtual void stop() = 0;
};

}  // namespace writ::http
