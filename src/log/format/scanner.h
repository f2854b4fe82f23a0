// Reads the fixed templates of the opening lines from left to right.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "legal/codes.h"

namespace writ::log {

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
    const auto hash = base::hash_from_hex(rest_.substr(1, 64));
    if (!hash) return false;
    out = *hash;
    rest_.remove_prefix(66);
    return true;
  }
  /// `"` printable ASCII without quote and backslash `"`
  bool quoted_plain(std::string& out) {
    if (!literal("\"")) return false;
    std::size_t size = 0;
    while (size < rest_.size() && rest_[size] >= 0x20 && rest_[size] <= 0x7e && rest_[size] != '"' && rest_[size] != '\\') ++size;
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
