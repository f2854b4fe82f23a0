// rooms: http
// A form that is taken holds UTF-8 within its limits, as a browser sends it in either of its two shapes; a cookie is one value.
#include <cstdint>

#include "http/cookie.h"
#include "http/form.h"
#include "http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const std::string body(reinterpret_cast<const char*>(data), size);
  const http::FormLimits limits{.fields_max = 20, .name_bytes_max = 30, .value_bytes_max = 200, .uploads_max = 3};
  for (const char* type : {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
    const auto form = http::parse_form({.method = "POST", .headers = {{"content-type", type}}, .body = body}, limits);
    if (!form) {
      CHECK_INVARIANT(!form.error().rule.empty());
      continue;
    }
    CHECK_INVARIANT(form->fields.size() <= limits.fields_max && form->uploads.size() <= limits.uploads_max);
    for (const auto& [name, value] : form->fields) {
      CHECK_INVARIANT(http::is_utf8(name) && http::is_utf8(value) && value.size() <= limits.value_bytes_max);
      CHECK_INVARIANT(value.find('\r') == std::string::npos);
    }
    // What is read can be written and read again.
    const auto again = http::parse_form({.method = "POST", .headers = {{"content-type", "application/x-www-form-urlencoded"}}, .body = http::encode_query(form->fields)}, limits);
    CHECK_INVARIANT(again && again->fields == form->fields);
  }
  const auto cookie = http::cookie({.headers = {{"cookie", body}}}, "writ-desk");
  CHECK_INVARIANT(!cookie || cookie->find(';') == std::string::npos);
  http::is_same_origin({.headers = {{"host", "desk.example"}, {"origin", body}}});
  http::is_plain_host(body);
  return 0;
}
