#include "observatory/cell.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace writ::observatory {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// `1200` or `1,200`, nothing else.
std::expected<std::int64_t, std::string> whole_number(std::string_view text) {
  if (text.starts_with('-') && text.size() > 1) return std::unexpected("a count is not negative");
  std::string digits;
  const bool grouped = text.find(',') != text.npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool separator_place = grouped && (text.size() - i) % 4 == 0;
    if (text[i] == ',' && separator_place && i > 0) continue;
    if (!is_digit(text[i]) || separator_place) {
      const bool number = std::ranges::all_of(text, [](char c) { return is_digit(c) || c == '.' || c == ','; });
      if (number && text.find('.') != text.npos) return std::unexpected("a count is a whole number");
      if (number) return std::unexpected("separators stand before every three digits, or nowhere");
      return std::unexpected("is not a count");
    }
    digits += text[i];
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end == digits.data() || value > count_max) {
    return std::unexpected(digits.empty() ? "is not a count" : "a count is at most " + std::to_string(count_max));
  }
  return value;
}

bool is_not_reported(std::string_view text) {
  return text.empty() || text == "-" || text == "\u2013" || text == "\u2014";
}

/// Position and size of the dash of a band; size 0 if there is none.
std::pair<std::size_t, std::size_t> dash(std::string_view text) {
  for (const std::string_view mark : {"\u2013", "\u2014", "-"}) {
    const auto at = text.find(mark, 1);
    if (at != text.npos) return {at, mark.size()};
  }
  return {0, 0};
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view no_break_space = "\u00A0";
  for (;;) {
    if (text.starts_with(' ') || text.starts_with('\t')) {
      text.remove_prefix(1);
    } else if (text.starts_with(no_break_space)) {
      text.remove_prefix(no_break_space.size());
    } else {
      break;
    }
  }
  for (;;) {
    if (text.ends_with(' ') || text.ends_with('\t')) {
      text.remove_suffix(1);
    } else if (text.ends_with(no_break_space)) {
      text.remove_suffix(no_break_space.size());
    } else {
      return text;
    }
  }
}

std::expected<Figure, std::string> parse_count(std::string_view raw) {
  const std::string_view text = trimmed(raw);
  if (is_not_reported(text)) return Figure{};
  if (text.ends_with('+')) {
    TRY(const std::int64_t low, whole_number(trimmed(text.substr(0, text.size() - 1))));
    return Figure{Status::banded, low, std::nullopt};
  }
  if (const auto [at, size] = dash(text); size > 0) {
    TRY(const std::int64_t low, whole_number(trimmed(text.substr(0, at))));
    TRY(const std::int64_t high, whole_number(trimmed(text.substr(at + size))));
    return band(exactly(low), exactly(high));
  }
  TRY(const std::int64_t count, whole_number(text));
  return exactly(count);
}

std::expected<Figure, std::string> parse_percent(std::string_view raw) {
  std::string_view text = trimmed(raw);
  if (is_not_reported(text)) return Figure{};
  if (text.ends_with('%')) text = trimmed(text.substr(0, text.size() - 1));
  auto value = whole_number(text);
  if (!value || *value > 100) return std::unexpected("is not a whole percentage from 0 to 100");
  return exactly(*value);
}

std::expected<Figure, std::string> band(Figure low, Figure high) {
  if (low.status == Status::not_reported && high.status == Status::not_reported) return Figure{};
  if (low.status != Status::reported) return std::unexpected("a band needs its lower end");
  if (high.status == Status::not_reported) return Figure{Status::banded, low.low, std::nullopt};
  if (high.status != Status::reported) return std::unexpected("the end of a band is one number");
  if (*low.low > *high.high) return std::unexpected("a band goes from the smaller number to the larger");
  return Figure{*low.low == *high.high ? Status::reported : Status::banded, low.low, high.high};
}

std::string_view uneven_band(const Figure& figure) {
  constexpr std::array<std::int64_t, 4> widths{100, 250, 500, 1000};
  if (figure.status != Status::banded || !figure.high) return {};
  const std::int64_t low = *figure.low, above = *figure.high + 1;
  if (std::ranges::any_of(widths, [&](std::int64_t w) { return above - low == w && low % w == 0; })) return {};
  return "the floor of the band is none of 50 USC 1874 (a multiple of 100, 250, 500 or 1000 and that wide)";
}

}  // namespace writ::observatory
