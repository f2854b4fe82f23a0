// Telephone numbers inside a text that somebody else wrote.
#pragma once

#include <string>
#include <string_view>

namespace writ::intake {

/// The text with every telephone number in it replaced by `instead`. `country` (alpha-2, or empty): whose national way
/// of writing is understood beside the international one. A number that is only possible, not assigned, counts too.
std::string without_phones(std::string_view text, std::string_view country, std::string_view instead);

}  // namespace writ::intake
