#include "observatory/country_names.h"

#include <array>
#include <string>
#include <unordered_map>

namespace writ::observatory {

namespace {

struct Alias {
  std::string_view name;
  std::string_view alpha2;
};

/// Spellings found in the published files, and those of ISO 3166-1 and CLDR that differ from our list's. Names of what
/// is no country of the list any more (Netherlands Antilles) or was never one (United Nations) are left out on purpose.
constexpr std::array aliases = std::to_array<Alias>({
    {"Aland Islands", "AX"},
    {"Antigua", "AG"},
    {"Bolivia, Plurinational State of", "BO"},
    {"Bonaire, Sint Eustatius and Saba", "BQ"},
    {"Bosnia", "BA"},
    {"Brunei Darussalam", "BN"},
    {"Burma", "MM"},
    {"Cape Verde", "CV"},
    {"China mainland", "CN"},
    {"Congo - Brazzaville", "CG"},
    {"Congo - Kinshasa", "CD"},
    {"Cote d'Ivoire", "CI"},
    {"Côte d’Ivoire", "CI"},
    {"Curacao", "CW"},
    {"Czech Republic", "CZ"},
    {"Democratic Republic of the Congo", "CD"},
    {"East Timor", "TL"},
    {"Falkland Islands", "FK"},
    {"Falkland Islands (Islas Malvinas)", "FK"},
    {"Federated States of Micronesia", "FM"},
    {"Great Britain", "GB"},
    {"Holy See", "VA"},
    {"Hong Kong SAR China", "HK"},
    {"Iran, Islamic Republic of", "IR"},
    {"Ivory Coast", "CI"},
    {"Korea", "KR"},
    {"Korea, Republic of", "KR"},
    {"Lao People's Democratic Republic", "LA"},
    {"Macao SAR China", "MO"},
    {"Macau", "MO"},
    {"Macedonia", "MK"},
    {"Moldova, Republic of", "MD"},
    {"Myanmar (Burma)", "MM"},
    {"Palestinian Territories", "PS"},
    {"Pitcairn Islands", "PN"},
    {"Republic of Korea", "KR"},
    {"Republic of San Marino", "SM"},
    {"Republic of the Congo", "CG"},
    {"Reunion", "RE"},
    {"Russian Federation", "RU"},
    {"Saint Barthelemy", "BL"},
    {"Saint Helena", "SH"},
    {"Saint Martin", "MF"},
    {"Sint Maarten", "SX"},
    {"South Georgia & South Sandwich Islands", "GS"},
    {"St. Barthélemy", "BL"},
    {"St. Helena", "SH"},
    {"St. Kitts & Nevis", "KN"},
    {"St. Lucia", "LC"},
    {"St. Martin", "MF"},
    {"St. Pierre & Miquelon", "PM"},
    {"St. Vincent & Grenadines", "VC"},
    {"Swaziland", "SZ"},
    {"Syrian Arab Republic", "SY"},
    {"São Tomé & Príncipe", "ST"},
    {"Taiwan, Province of China", "TW"},
    {"Tanzania, United Republic of", "TZ"},
    {"Turkey", "TR"},
    {"U.S. Outlying Islands", "UM"},
    {"US Virgin Islands", "VI"},
    {"UK", "GB"},
    {"USA", "US"},
    {"United States of America", "US"},
    {"Venezuela, Bolivarian Republic of", "VE"},
    {"Viet Nam", "VN"},
});

std::string normal(std::string_view name) {
  std::string out;
  bool gap = false;
  const auto put = [&](std::string_view text) {
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += text;
  };
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (name.substr(i).starts_with("\u2019")) {  // ’
      gap = true;
      i += 2;
    } else if (c == '&') {
      gap = true;
      put("and");
      gap = true;
    } else if (c >= 'A' && c <= 'Z') {
      const char lower = static_cast<char>(c - 'A' + 'a');
      put({&lower, 1});
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80) {
      put({&c, 1});
    } else {
      gap = true;
    }
  }
  return out.starts_with("the ") ? out.substr(4) : out;
}

std::unordered_map<std::string, const legal::Country*> make_index() {
  std::unordered_map<std::string, const legal::Country*> index;
  for (const legal::Country& country : legal::countries()) index.emplace(normal(country.name), &country);
  for (const Alias& alias : aliases) index.emplace(normal(alias.name), legal::find_country(alias.alpha2));
  return index;
}

}  // namespace

const legal::Country* country_by_name(std::string_view name) {
  static const std::unordered_map<std::string, const legal::Country*> index = make_index();
  const auto found = index.find(normal(name));
  return found == index.end() ? nullptr : found->second;
}

}  // namespace writ::observatory
