// rooms: http
// A target that is accepted can climb nowhere and has one spelling; a range lies within its file.
#include <cstdint>

#include "http/byte_range.h"
#include "http/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto target = http::parse_target(text);
  if (target && target->path != "*") {
    const std::string& path = target->path;
    CHECK_INVARIANT(path.starts_with('/') && http::is_utf8(path));
    CHECK_INVARIANT(path.find("//") == std::string::npos && (path + "/").find("/../") == std::string::npos);
    CHECK_INVARIANT(path.find('\0') == std::string::npos && path.find('\\') == std::string::npos);
    const auto again = http::parse_target(http::encode_path(path));
    CHECK_INVARIANT(again && again->path == path);
  } else if (!target) {
    CHECK_INVARIANT(!target.error().rule.empty());
  }
  const std::uint64_t file_size = size * 31;
  const auto answer = http::parse_range(text, file_size);
  if (answer.kind == http::RangeKind::part) {
    CHECK_INVARIANT(answer.range.length > 0 && answer.range.offset < file_size);
    CHECK_INVARIANT(answer.range.length <= file_size - answer.range.offset);
  }
  http::etag_listed(text, "\"a-1\"");
  return 0;
}
