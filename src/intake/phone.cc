#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

#include "intake/normal.h"
#include "legal/countries.h"

namespace writ::intake {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

constexpr std::size_t phone_bytes_max = 40;  // 15 digits (E.164), written with separators

// The library would also find a number inside words, and read letters as keys.
bool phone_character(char c) {
  return (c >= '0' && c <= '9') || std::string_view("+-()./ ").find(c) != std::string_view::npos;
}

}  // namespace

base::Result<std::string> normal_phone(std::string_view value, std::string_view country, const std::string& path) {
  const std::string given(value);
  if (given.size() > phone_bytes_max || !std::ranges::all_of(given, phone_character)) {
    return base::invalid(path, given, "is a phone number: digits, spaces and + - ( ) . / only, at most 40 bytes");
  }
  const bool international =
      given.find_first_not_of(' ') != std::string::npos && given[given.find_first_not_of(' ')] == '+';
  if (!international && country.empty()) {
    return base::invalid(path, given,
                         "begins with + and the country's code, or `country` says whose national number it is");
  }
  if (!country.empty() && (legal::find_country(country) == nullptr || country == "EU")) {
    return base::invalid(path, std::string(country), "is a country with a numbering plan (ISO 3166-1 alpha-2)");
  }
  const PhoneNumberUtil& phones = *PhoneNumberUtil::GetInstance();
  PhoneNumber number;
  const auto parsed = phones.Parse(given, country.empty() ? "ZZ" : std::string(country), &number);
  if (parsed == PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR)
    return base::invalid(path, given, "begins with a country code that exists (ITU-T E.164)");
  if (parsed != PhoneNumberUtil::NO_PARSING_ERROR) return base::invalid(path, given, "is a phone number (ITU-T E.164)");
  if (!phones.IsPossibleNumber(number))
    return base::invalid(path, given, "has a length that its country's numbers can have");
  std::string text;
  phones.Format(number, PhoneNumberUtil::E164, &text);
  return text;
}

}  // namespace writ::intake
