#include "demo/messenger_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <string_view>

#include "base/result.h"

namespace writ::demo {

namespace {

constexpr std::string_view colours[] = {"amber", "azure", "coral", "copper", "ivory", "indigo", "jade",   "lilac",
                                        "maple", "ochre", "olive", "pearl",  "ruby",  "russet", "silver", "teal"};
constexpr std::string_view animals[] = {"badger", "bison",  "crane", "falcon", "finch", "gecko", "heron", "ibis",
                                        "lynx",   "marten", "otter", "plover", "raven", "seal",  "stoat", "tern"};
constexpr std::string_view agents[] = {"SampleChat/1.11 (Android 13)",
                                       "SampleChat/1.11 (Android 14)",
                                       "SampleChat/1.10 (iOS 17)",
                                       "SampleChat/1.9 (iOS 16)",
                                       "SampleChat Desktop/2.3 (Linux)",
                                       "SampleChat Desktop/2.3 (Windows)",
                                       "SampleChat Web/2.4"};

template <std::size_t N>
std::string_view pick(const std::string_view (&words)[N], base::Random& random) {
  return words[random.below(N)];
}

}  // namespace

std::string reserved_phone(std::size_t index) {
  CHECK_INVARIANT(index < reserved_phones);
  if (index < 10'000) return fmt::format("+3363998{:04}", index);
  index -= 10'000;
  if (index < 1'000) return fmt::format("+447700900{:03}", index);
  index -= 1'000;
  // Area codes are [2-9][0-8][0-9].
  const std::size_t area = index / 100;
  return fmt::format("+1{}{}{}55501{:02}", 2 + area / 90, area / 10 % 9, area % 10, index % 100);
}

std::string typed_phone(const std::string& e164, base::Random& random) {
  const std::string digits = e164.substr(1);
  const std::uint64_t how = random.below(20);
  if (how == 0) return e164;
  if (how > 2) return digits;
  const std::size_t country = digits[0] == '1' ? 1 : 2;
  const char separator = how == 1 ? ' ' : '-';
  return fmt::format("+{} {}{}{}", digits.substr(0, country), digits.substr(country, 3), separator,
                     digits.substr(country + 3));
}

std::string user_name(std::size_t index, base::Random& random) {
  return fmt::format("{}.{}.{:05}", pick(colours, random), pick(animals, random), index);
}

std::string documentation_address(base::Random& random) {
  static constexpr std::string_view ranges[] = {"192.0.2", "198.51.100", "203.0.113"};
  if (random.below(3) != 0) return fmt::format("{}.{}", pick(ranges, random), 1 + random.below(254));
  // No group is zero, so that there is nothing to compress (RFC 5952).
  const auto group = [&] { return 1 + random.below(0xffff); };
  return fmt::format("2001:db8:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}", group(), group(), group(), group(), group(), group());
}

std::string stored_spelling(const std::string& canonical, base::Random& random) {
  const bool six = canonical.find(':') != std::string::npos;
  switch (random.below(40)) {
    case 0:
      return six ? fmt::format("[{}]:{}", canonical, 1024 + random.below(60'000)) : "::ffff:" + canonical;
    case 1: {
      if (!six) return fmt::format("{}:{}", canonical, 1024 + random.below(60'000));
      std::string upper = canonical;
      std::transform(upper.begin(), upper.end(), upper.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      return upper;
    }
    default:
      return canonical;
  }
}

std::string user_agent(base::Random& random) { return std::string(pick(agents, random)); }

}  // namespace writ::demo
