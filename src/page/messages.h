// Inside the room: what src/page/locales/compile.cc makes of locales/*.json.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace writ::page {

/// Every name, ascending by bytes.
std::span<const std::string_view> message_keys();
/// The text of a language (in the order of `languages`) by position of its key; nullptr: English stands in for it.
const char* message_pattern(std::size_t language, std::size_t key);

struct CountryOverride {
  std::string_view language;
  std::string_view alpha2;
  std::string_view name;
};
std::span<const CountryOverride> country_overrides();

}  // namespace writ::page
