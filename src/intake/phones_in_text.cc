#include "intake/phones_in_text.h"

#include <phonenumbers/phonenumbermatch.h>
#include <phonenumbers/phonenumbermatcher.h>
#include <phonenumbers/phonenumberutil.h>

#include <limits>

namespace writ::intake {

using i18n::phonenumbers::PhoneNumberMatch;
using i18n::phonenumbers::PhoneNumberMatcher;
using i18n::phonenumbers::PhoneNumberUtil;

std::string without_phones(std::string_view text, std::string_view country, std::string_view instead) {
  const std::string given(text);
  PhoneNumberMatcher matcher(*PhoneNumberUtil::GetInstance(), given, country.empty() ? "ZZ" : std::string(country),
                             PhoneNumberMatcher::POSSIBLE, std::numeric_limits<int>::max());
  std::string out;
  std::size_t at = 0;
  while (matcher.HasNext()) {
    PhoneNumberMatch match;
    matcher.Next(&match);
    out.append(given, at, static_cast<std::size_t>(match.start()) - at).append(instead);
    at = static_cast<std::size_t>(match.end());
  }
  return out.append(given, at);
}

}  // namespace writ::intake
