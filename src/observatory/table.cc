#include "observatory/table.h"

#include <algorithm>
#include <array>

namespace writ::observatory {

namespace {

constexpr std::array<std::string_view, 3> status_codes{"reported", "not_reported", "banded"};
constexpr std::array<std::string_view, 3> severity_codes{"refused", "defect", "note"};

constexpr std::array<Platform, 5> all_platforms{{
    {"apple", "Apple", "https://www.apple.com/legal/transparency/",
     "https://github.com/krMaynard/transparency-report-api", "facts",
     "Figures published by Apple; collected by krMaynard/transparency-report-api."},
    {"github", "GitHub", "https://github.com/github/transparency",
     "https://github.com/krMaynard/transparency-report-api", "CC-BY-4.0",
     "Figures published by GitHub (CC BY 4.0); collected by krMaynard/transparency-report-api."},
    {"google", "Google", "https://transparencyreport.google.com/user-data/overview",
     "https://github.com/jloza01/cs263-final", "facts",
     "Figures published by Google; Google's export as kept in jloza01/cs263-final."},
    {"meta", "Meta (Facebook)", "https://transparency.meta.com/reports/government-data-requests/",
     "https://github.com/jloza01/cs263-final", "facts",
     "Figures published by Meta; Meta's export as kept in jloza01/cs263-final."},
    {"telegram", "Telegram", "https://t.me/transparency", "https://github.com/Te-k/telegram-transparency", "CC-BY-4.0",
     "Figures published by Telegram, collected by volunteers in Te-k/telegram-transparency (CC BY 4.0); only countries "
     "that somebody reported."},
}};

template <class Enum, std::size_t N>
std::optional<Enum> of_code(const std::array<std::string_view, N>& codes, std::string_view code) {
  const auto found = std::ranges::find(codes, code);
  if (found == codes.end()) return std::nullopt;
  return static_cast<Enum>(found - codes.begin());
}

bool is_lower_alphanumeric(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string_view code(Status status) { return status_codes[static_cast<std::size_t>(status)]; }
std::optional<Status> status_of(std::string_view code) { return of_code<Status>(status_codes, code); }
std::string_view code(Severity severity) { return severity_codes[static_cast<std::size_t>(severity)]; }
std::optional<Severity> severity_of(std::string_view code) { return of_code<Severity>(severity_codes, code); }

std::string shortened(std::string_view value) {
  if (value.size() <= value_bytes_max) return std::string(value);
  std::size_t end = value_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(value[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
  return std::string(value.substr(0, end)) + "...";
}

std::string Finding::message() const {
  std::string text = file;
  if (line > 0) text += ":" + std::to_string(line);
  if (record > 0) text += " (record " + std::to_string(record) + ")";
  text += ": ";
  if (!column.empty()) text += column + ": ";
  if (!value.empty()) text += "\"" + value + "\": ";
  return text + rule;
}

std::span<const Platform> platforms() { return all_platforms; }

const Platform* find_platform(std::string_view code) {
  const auto found = std::ranges::find(all_platforms, code, &Platform::code);
  return found == all_platforms.end() ? nullptr : &*found;
}

bool is_measure(std::string_view text) {
  return !text.empty() && text.size() <= 128 &&
         std::ranges::all_of(text, [](char c) { return is_lower_alphanumeric(c) || c == '_' || c == '.'; });
}

std::string slug(std::string_view text) {
  std::string out;
  bool gap = false;
  for (char c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!is_lower_alphanumeric(c)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += '_';
    gap = false;
    out += c;
  }
  return out;
}

}  // namespace writ::observatory
