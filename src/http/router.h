// Which route a method and a path mean. A pattern is segments of literal text or {name}, which takes one non-empty
// segment.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/server.h"

namespace writ::http {

using Params = std::map<std::string, std::string>;

struct Route {
  std::string method;
  std::string pattern;  // "/api/v1/cases/{ref}"
};

struct RouteMatch {
  std::size_t index = 0;  // what add() returned
  Params params;
};

class RouteTable {
 public:
  /// Routes of one method must not both match a path: the first that was added would win.
  std::size_t add(std::string method, std::string pattern);

  /// HEAD is answered by GET's route. Otherwise the response to give: 404, 405 with Allow, or for OPTIONS 204 with
  /// Allow (RFC 9110 sections 9.3.7 and 15.5.6).
  std::expected<RouteMatch, Response> find(const std::string& method, std::string_view path) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace writ::http
