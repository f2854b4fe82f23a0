#include "legal/countries.h"

#include <algorithm>

namespace writ::legal {

namespace {
constexpr Country table[] = {
#include "legal/countries.inc"
};
}  // namespace

std::span<const Country> countries() { return table; }

const Country* find_country(std::string_view alpha2) {
  const auto* found = std::lower_bound(std::begin(table), std::end(table), alpha2,
                                       [](const Country& country, std::string_view code) { return country.alpha2 < code; });
  return found != std::end(table) && found->alpha2 == alpha2 ? found : nullptr;
}

const Country* find_country_by_alpha3(std::string_view alpha3) {
  const auto* found =
      std::find_if(std::begin(table), std::end(table), [&](const Country& country) { return country.alpha3 == alpha3; });
  return found != std::end(table) ? found : nullptr;
}

}  // namespace writ::legal
