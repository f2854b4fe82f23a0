#include "http/byte_range.h"

#include <algorithm>
#include <charconv>

#include "http/text.h"

namespace writ::http {

namespace {

std::optional<std::uint64_t> parse_digits(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

RangeAnswer parse_range(std::string_view field, std::uint64_t size) {
  constexpr std::string_view unit = "bytes=";
  if (!field.starts_with(unit) || field.find(',') != std::string_view::npos) return {};
  const auto spec = trim(field.substr(unit.size()));
  const auto dash = spec.find('-');
  if (dash == std::string_view::npos) return {};
  const auto first_text = spec.substr(0, dash);
  const auto last_text = spec.substr(dash + 1);
  if (first_text.empty()) {
    const auto suffix = parse_digits(last_text);
    if (!suffix) return {};
    if (*suffix == 0 || size == 0) return {RangeKind::unsatisfiable, {}};
    const auto length = std::min(*suffix, size);
    return {RangeKind::part, {size - length, length}};
  }
  const auto first = parse_digits(first_text);
  if (!first) return {};
  std::uint64_t last = size == 0 ? 0 : size - 1;
  if (!last_text.empty()) {
    const auto given = parse_digits(last_text);
    if (!given || *given < *first) return {};
    last = std::min(last, *given);
  }
  if (*first >= size) return {RangeKind::unsatisfiable, {}};
  return {RangeKind::part, {*first, last - *first + 1}};
}

bool etag_listed(std::string_view if_none_match, std::string_view etag) {
  if (trim(if_none_match) == "*") return true;
  // Our own tags hold no comma, so splitting at commas cannot make a false match.
  while (!if_none_match.empty()) {
    const auto comma = if_none_match.find(',');
    auto one = trim(if_none_match.substr(0, comma));
    if (one.starts_with("W/")) one.remove_prefix(2);
    if (one == etag) return true;
    if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size() : comma + 1);
  }
  return false;
}

}  // namespace writ::http
