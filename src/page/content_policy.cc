#include "page/content_policy.h"

namespace writ::page {

namespace {

/// "/verify/" and "/verify/index.html", also below a language ("/de/verify/").
bool is_page(std::string_view path, std::string_view page) {
  constexpr std::string_view index = "index.html";
  if (path.ends_with(index)) path.remove_suffix(index.size());
  return path.ends_with(page);
}

}  // namespace

std::string content_policy(std::string_view path) {
  const std::string own =
      "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'";
  if (path.contains("/embed/")) return own;
  const std::string checks = own + "; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";
  if (is_page(path, "/verify/") || path.ends_with("/verify_worker.js")) return checks + " https: http:";
  if (is_page(path, "/receipt/")) return checks;
  return own + "; script-src 'self'";
}

std::string_view frame_policy(std::string_view path) {
  return path.contains("/embed/") ? "frame-ancestors *" : "frame-ancestors 'none'";
}

}  // namespace writ::page
