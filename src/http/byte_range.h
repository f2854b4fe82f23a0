// One byte range of a file (RFC 9110 section 14).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace writ::http {

struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;  // at least 1
};

enum class RangeKind : std::uint8_t {
  whole,  // no range that we serve: several ranges, another unit, bad syntax (section 14.2: the field is ignored)
  part,
  unsatisfiable,  // 416
};

struct RangeAnswer {
  RangeKind kind = RangeKind::whole;
  ByteRange range;
};

/// `field` is the value of Range; `size` of the whole file.
RangeAnswer parse_range(std::string_view field, std::uint64_t size);

/// If `etag` is among the entity tags of an If-None-Match (weak comparison, section 8.8.3.2), or it is `*`.
bool etag_listed(std::string_view if_none_match, std::string_view etag);

}  // namespace writ::http
