#include "faces/typed_time.h"

namespace writ::faces {

std::optional<base::Time> typed_time(std::string text) {
  constexpr std::size_t day_chars = 10;      // 2026-05-01
  constexpr std::size_t minutes_chars = 16;  // 2026-05-01T08:00
  if (const auto space = text.find(' '); space != text.npos) text[space] = 'T';
  if (text.size() == day_chars) text += "T00:00";
  if (text.size() == minutes_chars) text += ":00Z";
  const auto time = base::parse_time(text);
  return time ? std::optional(*time) : std::nullopt;
}

}  // namespace writ::faces
