// Which of the five languages an Accept-Language header asks for (RFC 9110 section 12.5.4).
#include <algorithm>
#include <cctype>
#include <cstdlib>

#include "page/locale.h"

namespace writ::page {

namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// `fr-CA` is French; every `zh` is read as simplified, the only Chinese there is.
std::optional<Language> meant(std::string_view range) {
  const std::string primary = lower(range.substr(0, range.find('-')));
  if (primary == "zh") return Language::zh_hans;
  return language_of(primary);
}

}  // namespace

Language preferred(std::string_view accept_language) {
  Language best = Language::en;
  double best_weight = 0;
  while (!accept_language.empty()) {
    const std::size_t comma = accept_language.find(',');
    const std::string_view item = accept_language.substr(0, comma);
    accept_language = comma == std::string_view::npos ? std::string_view() : accept_language.substr(comma + 1);
    const std::size_t semicolon = item.find(';');
    double weight = 1;
    if (semicolon != std::string_view::npos) {
      const std::string_view parameter = trimmed(item.substr(semicolon + 1));
      if (parameter.starts_with("q=")) weight = std::strtod(std::string(parameter.substr(2)).c_str(), nullptr);
    }
    const auto language = meant(trimmed(item.substr(0, semicolon)));
    if (language && weight > best_weight) {
      best = *language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace writ::page
