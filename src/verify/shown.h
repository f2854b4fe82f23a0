// What stands in a provider's files must not steer the reader's terminal or page.
#pragma once

#include <string>
#include <string_view>

namespace writ::verify {

/// Printable ASCII as it is, every other byte as `\xNN`.
inline std::string shown(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

}  // namespace writ::verify
