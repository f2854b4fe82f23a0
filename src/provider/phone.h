// Phone numbers as a server stored them, and E.164. Refused by *possible*, never by *valid*: the library's metadata is
// of 2022, and number ranges are opened every month.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace writ::provider {

/// `+` and digits that libphonenumber holds to be possible.
bool is_e164(std::string_view text);

/// E.164 of a stored number. Without `+` it is read as international, as Matrix writes an msisdn ("4930901820"; Matrix
/// specification, appendix "3PID Types"). nullopt = cannot be one: a national number without its country, or not a
/// number.
std::optional<std::string> e164_of_stored(std::string_view stored);

/// Does the stored text spell the E.164 number: as typed with blanks, dashes, dots, slashes, parentheses, `(0)`, `00`
/// or no prefix at all? Cheap, for every row of a scan.
bool spells_phone(std::string_view stored, std::string_view e164);

/// Digits of an E.164 number: country calling code and national significant number, and the trunk prefix that is
/// dialled before the second inside of the country ("0"; may be empty). nullopt = not E.164.
struct E164Parts {
  std::string country;
  std::string national;
  std::string trunk;
};
std::optional<E164Parts> split_e164(std::string_view e164);

}  // namespace writ::provider
