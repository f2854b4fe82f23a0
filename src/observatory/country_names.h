// Countries as the platforms name them.
#pragma once

#include <string_view>

#include "legal/countries.h"

namespace writ::observatory {

/// By an English name in any of the spellings that the platforms use; nullptr if it is none of a country of our list.
/// Upper and lower case, punctuation, `&` for "and" and a leading "The" make no difference.
const legal::Country* country_by_name(std::string_view name);

}  // namespace writ::observatory
