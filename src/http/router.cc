#include "http/router.h"

#include <optional>
#include <set>
#include <utility>

#include "http/problem.h"

namespace writ::http {

namespace {

std::string_view take_segment(std::string_view& rest) {
  const auto slash = rest.find('/');
  const auto segment = rest.substr(0, slash);
  rest.remove_prefix(slash == std::string_view::npos ? rest.size() : slash + 1);
  return segment;
}

std::optional<Params> match(std::string_view pattern, std::string_view path) {
  if (!path.starts_with('/')) return std::nullopt;
  if (path.ends_with('/') != pattern.ends_with('/')) return std::nullopt;
  Params params;
  pattern.remove_prefix(1);
  path.remove_prefix(1);
  while (!pattern.empty() && !path.empty()) {
    const auto expected = take_segment(pattern);
    const auto given = take_segment(path);
    if (expected.starts_with('{')) {
      params.emplace(expected.substr(1, expected.size() - 2), given);
    } else if (expected != given) {
      return std::nullopt;
    }
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return params;
}

std::string allow_of(const std::set<std::string>& methods) {
  std::string allow;
  for (const std::string& method : methods) allow += (allow.empty() ? "" : ", ") + method;
  return allow;
}

}  // namespace

std::size_t RouteTable::add(std::string method, std::string pattern) {
  CHECK_INVARIANT(pattern.starts_with('/'));
  routes_.push_back({std::move(method), std::move(pattern)});
  return routes_.size() - 1;
}

std::expected<RouteMatch, Response> RouteTable::find(const std::string& method, std::string_view path) const {
  const std::string wanted = method == "HEAD" ? "GET" : method;
  std::set<std::string> allowed;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    auto params = match(routes_[i].pattern, path);
    if (!params) continue;
    if (routes_[i].method == wanted) return RouteMatch{i, std::move(*params)};
    allowed.insert(routes_[i].method);
  }
  if (allowed.empty()) return std::unexpected(problem(404, "There is nothing at this address.", path));
  allowed.insert("OPTIONS");
  if (allowed.contains("GET")) allowed.insert("HEAD");
  if (method == "OPTIONS") {
    Response response;
    response.status = 204;
    response.content_type.clear();
    response.headers = {{"Allow", allow_of(allowed)}};
    return std::unexpected(std::move(response));
  }
  Response response = problem(405, "This address does not take this method.", path,
                              BrokenRule{"method", method, "is one of " + allow_of(allowed)});
  response.headers["Allow"] = allow_of(allowed);
  return std::unexpected(std::move(response));
}

}  // namespace writ::http
