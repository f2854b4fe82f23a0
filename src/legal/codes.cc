#include "legal/codes.h"

#include <algorithm>
#include <iterator>

namespace writ::legal {

namespace {
constexpr std::size_t code_bytes_max = 64;
constexpr std::size_t int_digits_max = 15;

constexpr bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
}  // namespace

bool is_code(std::string_view text) {
  if (text.empty() || text.size() > code_bytes_max || !is_lower_or_digit(text[0])) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower_or_digit(c) || c == '.' || c == '_' || c == '-'; });
}

CodeSet make_set(std::vector<std::string> codes) {
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  return codes;
}

std::string join_set(const CodeSet& set) {
  std::string joined;
  for (const std::string& code : set) {
    if (!joined.empty()) joined += ',';
    joined += code;
  }
  return joined;
}

std::optional<CodeSet> parse_set(std::string_view text) {
  CodeSet set;
  if (text.empty()) return set;
  for (;;) {
    const std::size_t comma = text.find(',');
    const std::string_view code = text.substr(0, comma);
    if (!is_code(code) || (!set.empty() && set.back() >= code)) return std::nullopt;
    set.emplace_back(code);
    if (comma == std::string_view::npos) return set;
    text.remove_prefix(comma + 1);
  }
}

CodeSet intersection(const CodeSet& a, const CodeSet& b) {
  CodeSet both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

CodeSet united(const CodeSet& a, const CodeSet& b) {
  CodeSet all;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(all));
  return all;
}

bool contains(const CodeSet& set, std::string_view code) { return std::binary_search(set.begin(), set.end(), code); }

bool is_subset(const CodeSet& part, const CodeSet& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

std::optional<std::uint64_t> parse_int(std::string_view text) {
  if (text.empty() || text.size() > int_digits_max || (text[0] == '0' && text.size() > 1)) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

}  // namespace writ::legal
