#include "provider/phone.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

namespace writ::provider {

namespace {

/// E.164 has at most 15 digits; with blanks and parentheses nobody types more than this.
constexpr std::size_t typed_bytes_max = 64;

/// Digits at the end that must agree before the library is asked; the shortest subscriber numbers have about as many.
constexpr std::size_t tail_digits = 6;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// `+` if one was typed, then the digits, without a trunk zero in parentheses. Empty = not a number.
std::string condense(std::string_view typed) {
  std::string digits;
  if (typed.size() > typed_bytes_max) return digits;
  for (std::size_t i = 0; i < typed.size(); ++i) {
    const char c = typed[i];
    if (is_letter(c)) return {};
    if (typed.substr(i).starts_with("(0)") && !digits.empty()) {
      i += 2;
    } else if (is_digit(c) || (c == '+' && digits.empty())) {
      digits += c;
    }
  }
  return digits;
}

/// With `+` in front, whatever prefix stood there.
std::string international(std::string_view typed) {
  std::string digits = condense(typed);
  if (digits.starts_with("+")) return digits;
  if (digits.starts_with("00")) digits.erase(0, 2);
  return digits.empty() ? digits : "+" + digits;
}

std::optional<std::string> format_possible(const std::string& text) {
  if (text.empty()) return std::nullopt;
  using i18n::phonenumbers::PhoneNumberUtil;
  const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (library.Parse(text, "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  if (!library.IsPossibleNumber(number)) return std::nullopt;
  std::string e164;
  library.Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}

}  // namespace

std::optional<std::string> e164_of_stored(std::string_view stored) {
  const auto e164 = format_possible(international(stored));
  // A text with two trunk zeros loses one at each reading: it spells no number.
  if (!e164 || format_possible(*e164) != e164) return std::nullopt;
  return e164;
}

bool is_e164(std::string_view text) {
  const auto parsed = e164_of_stored(text);
  return parsed && *parsed == text;
}

std::optional<E164Parts> split_e164(std::string_view e164) {
  if (!is_e164(e164)) return std::nullopt;
  using i18n::phonenumbers::PhoneNumberUtil;
  const PhoneNumberUtil& library = *PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (library.Parse(std::string(e164), "ZZ", &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
  E164Parts parts{.country = std::to_string(number.country_code()), .national = {}, .trunk = {}};
  std::string region;
  library.GetRegionCodeForCountryCode(number.country_code(), &region);
  library.GetNddPrefixForRegion(region, true, &parts.trunk);
  parts.national = std::string(e164.substr(1 + parts.country.size()));
  return parts;
}

bool spells_phone(std::string_view stored, std::string_view e164) {
  // Nine rows in ten of a scan end here: another last digit.
  const auto last = stored.find_last_of("0123456789");
  if (last == std::string_view::npos || e164.empty() || stored[last] != e164.back()) return false;
  const std::string spelled = international(stored);
  if (spelled == e164) return true;
  // "+49 030 ..." with a trunk zero: only the library knows the country's rule, and it is too slow for every row.
  return e164.size() > tail_digits && spelled.ends_with(e164.substr(e164.size() - tail_digits)) &&
         e164_of_stored(stored) == e164;
}

}  // namespace writ::provider
