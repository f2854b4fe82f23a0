#include "http/wire.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace writ::http {

bool has_body(const Response& response, const std::string& method) {
  return method != "HEAD" && response.status >= 200 && response.status != 204 && response.status != 304;
}

std::string http_date(base::Time time) {
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = base::day_of(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(time - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", days[std::chrono::weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
                     clock.seconds().count());
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 204:
      return "No Content";
    case 206:
      return "Partial Content";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 422:
      return "Unprocessable Content";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "";
  }
}

base::Result<std::string> response_head(const Response& response, bool keep_alive, base::Time now) {
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\n", response.status, reason_phrase(response.status), http_date(now));
  const auto append = [&head](const std::string& name, const std::string& value) -> base::Result<> {
    const bool clean = std::all_of(value.begin(), value.end(), [](char c) {
      const auto byte = static_cast<unsigned char>(c);
      return byte >= 0x20 && byte != 0x7F;
    });
    if (!clean) return base::invalid(name, value, "a response field has no control bytes");
    head += name + ": " + value + "\r\n";
    return {};
  };
  if (!response.content_type.empty()) TRY_VOID(append("Content-Type", response.content_type));
  for (const auto& [name, value] : response.headers) TRY_VOID(append(name, value));
  if (response.status != 204 && response.status != 304) {
    const auto length = response.file ? response.file->length : response.body.size();
    head += fmt::format("Content-Length: {}\r\n", length);
  }
  // Said both ways: HTTP/1.0 clients wait for "keep-alive".
  head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  return head;
}

}  // namespace writ::http
