// Days of a court as moments: an order names a day, and that day ends at midnight where the court sits.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace writ::notice {

/// IANA names of the zones of a country (alpha-2), sorted; empty for one that has none of its own, as EU.
std::vector<std::string> zones_of(std::string_view country);

/// The first moment after `day` in `zone`. invalid of the field `zone` if that is no IANA name.
base::Result<base::Time> day_ends_at(base::Day day, const std::string& zone);

/// The same where only the country is known: the last of its zones decides, so that no gag ends early. UTC where it has
/// none.
base::Time day_ends_in(base::Day day, std::string_view country);

}  // namespace writ::notice
