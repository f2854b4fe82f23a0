#include "log/format/utf8.h"

#include <cstddef>
#include <cstdint>

namespace writ::log {

namespace {
constexpr char32_t malformed = 0xFFFFFFFF;

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

/// Reads one code point and moves `at` behind it.
char32_t next(std::string_view text, std::size_t& at) {
  const std::uint8_t first = byte_at(text, at++);
  if (first < 0x80) return first;
  const int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4) return malformed;
  char32_t point = first & (0x3FU >> more);
  for (int i = 0; i < more; ++i) {
    if (at >= text.size() || (byte_at(text, at) & 0xC0) != 0x80) return malformed;
    point = point << 6 | (byte_at(text, at++) & 0x3F);
  }
  constexpr char32_t smallest[] = {0, 0x80, 0x800, 0x10000};
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  return point < smallest[more] || point > 0x10FFFF || surrogate ? malformed : point;
}

bool is_space(char32_t point) {
  return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 || point == 0x1680 ||
         (point >= 0x2000 && point <= 0x200A) || point == 0x2028 || point == 0x2029 || point == 0x202F ||
         point == 0x205F || point == 0x3000;
}
}  // namespace

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (next(text, at) == malformed) return false;
  }
  return true;
}

bool has_no_space(std::string_view utf8) {
  for (std::size_t at = 0; at < utf8.size();) {
    if (is_space(next(utf8, at))) return false;
  }
  return true;
}

}  // namespace writ::log
