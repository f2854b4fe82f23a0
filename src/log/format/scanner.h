// Reads the fixed templates of the opening lines from left to right.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "legal/codes.h"

namespace writ::log {

/// The value of each lower-case hex digit; 255 for every other byte.
inline constexpr std::array<std::uint8_t, 256> hex_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(255);
  for (std::size_t i = 0; i < 10; ++i) values['0' + i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 6; ++i) values['a' + i] = static_cast<std::uint8_t>(10 + i);
  return values;
}();

class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool literal(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }
  /// An INT.
  std::optional<std::uint64_t> number() {
    std::size_t digits = 0;
    while (digits < rest_.size() && rest_[digits] >= '0' && rest_[digits] <= '9') ++digits;
    const auto value = legal::parse_int(rest_.substr(0, digits));
    rest_.remove_prefix(digits);
    return value;
  }
  /// `"` 64 hex digits `"`
  bool quoted_hash(base::Hash& out) {
    if (rest_.size() < 66 || rest_[0] != '"' || rest_[65] != '"') return false;
    if (!decode_hash(rest_.data() + 1, out)) return false;
    rest_.remove_prefix(66);
    return true;
  }
  /// 64 lower-case hex digits. A table instead of base::hash_from_hex: a period has millions of these digits.
  static bool decode_hash(const char* digits, base::Hash& out) {
    std::uint8_t any = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
      const std::uint8_t high = hex_values[static_cast<std::uint8_t>(digits[2 * i])];
      const std::uint8_t low = hex_values[static_cast<std::uint8_t>(digits[2 * i + 1])];
      any |= high | low;
      out[i] = static_cast<std::uint8_t>(high << 4 | (low & 15));
    }
    return any < 16;
  }
  /// `"` printable ASCII without quote and backslash `"`
  bool quoted_plain(std::string& out) {
    if (!literal("\"")) return false;
    std::size_t size = 0;
    while (size < rest_.size() && rest_[size] >= 0x20 && rest_[size] <= 0x7e && rest_[size] != '"' &&
           rest_[size] != '\\')
      ++size;
    out.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return literal("\"");
  }
  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  void skip(std::size_t bytes) { rest_.remove_prefix(bytes); }

 private:
  std::string_view rest_;
};

}  // namespace writ::log
