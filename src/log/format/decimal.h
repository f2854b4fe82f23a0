// Decimal numbers as the C2SP formats spell them.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

namespace writ::log {

/// `0` or digits without a leading zero, below 2^63; anything else gives nullopt.
inline std::optional<std::uint64_t> parse_decimal(std::string_view text) {
  constexpr std::uint64_t value_max = std::numeric_limits<std::int64_t>::max();
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (value > (value_max - digit) / 10) return std::nullopt;
    value = value * 10 + digit;
  }
  return value;
}

}  // namespace writ::log
