// Countries as the log, the reports and the published data name them.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace writ::legal {

struct Country {
  std::string_view alpha2;
  std::string_view alpha3;  // EUE for the European Union and XKX for Kosovo, which ISO 3166-1 reserves or leaves to users
  std::string_view name;    // English
};

/// Ascending by alpha-2 code; the same list as docs/vectors/countries.txt.
std::span<const Country> countries();
/// By alpha-2 code, upper case as ISO spells it. `EL` and `UK` are not codes.
const Country* find_country(std::string_view alpha2);
const Country* find_country_by_alpha3(std::string_view alpha3);

}  // namespace writ::legal
