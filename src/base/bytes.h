// Byte strings, hashes as values, and their text forms (lower-case hex, RFC 4648 base64).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace writ::base {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
/// 32 bytes: a SHA-256 value, a seed, a salt or a key.
using Hash = std::array<std::uint8_t, 32>;

inline ByteView view(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view text(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }

std::string to_hex(ByteView bytes);
/// Exactly 64 lower-case hex digits; anything else gives nullopt.
std::optional<Hash> hash_from_hex(std::string_view hex);
/// An even number of lower-case hex digits.
std::optional<Bytes> bytes_from_hex(std::string_view hex);

/// Standard alphabet, with padding.
std::string to_base64(ByteView bytes);
/// Strict: standard alphabet, padding required, no white space, unused bits zero.
std::optional<Bytes> bytes_from_base64(std::string_view base64);

}  // namespace writ::base
