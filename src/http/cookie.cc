#include "http/cookie.h"

namespace writ::http {

namespace {

std::string_view header(const Request& request, const char* name) {
  const auto found = request.headers.find(name);
  return found == request.headers.end() ? std::string_view() : std::string_view(found->second);
}

std::string attributes(std::string_view path, bool secure) {
  return "; Path=" + std::string(path) + "; HttpOnly; SameSite=Strict" + (secure ? "; Secure" : "");
}

}  // namespace

std::optional<std::string> cookie(const Request& request, std::string_view name) {
  std::optional<std::string> found;
  std::string_view rest = header(request, "cookie");
  while (!rest.empty()) {
    const auto end = rest.find_first_of(";,");
    std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    while (pair.starts_with(' ')) pair.remove_prefix(1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != name) continue;
    if (found) return std::nullopt;
    found = std::string(pair.substr(equals + 1));
  }
  return found;
}

std::string set_cookie(std::string_view name, std::string_view value, std::string_view path, bool secure) {
  return std::string(name) + "=" + std::string(value) + attributes(path, secure);
}

std::string clear_cookie(std::string_view name, std::string_view path, bool secure) {
  return std::string(name) + "=" + attributes(path, secure) + "; Max-Age=0";
}

bool is_plain_host(std::string_view host) {
  if (host.starts_with("[::1]")) return true;
  const std::string_view name = host.substr(0, host.find(':'));
  return name == "localhost" || name.ends_with(".onion") ||
         (name.starts_with("127.") && name.find_first_not_of("0123456789.") == name.npos);
}

bool is_same_origin(const Request& request) {
  const std::string_view site = header(request, "sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return false;
  const std::string_view origin = header(request, "origin");
  if (origin.empty()) return true;
  const auto scheme = origin.find("://");
  // "null" is what a form sends whose page has Referrer-Policy: no-referrer, as ours have.
  if (scheme == std::string_view::npos) return origin == "null";
  return origin.substr(scheme + 3) == header(request, "host");
}

}  // namespace writ::http
