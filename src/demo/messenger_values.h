// The made-up values of the sample messenger: names, numbers, addresses, user agents. Pure, from a seeded generator.
#pragma once

#include <cstdint>
#include <string>

#include "base/random.h"

namespace writ::demo {

/// How many different numbers reserved_phone() has.
constexpr std::size_t reserved_phones = 8 * 9 * 10 * 100 + 1'000 + 10'000;

/// E.164, a different one for each index below reserved_phones: 555-0100 to 555-0199 of North American area codes
/// (NANPA), 07700 900000 to 900999 (Ofcom, TV and drama), 06 39 98 xx xx (Arcep, fiction).
std::string reserved_phone(std::size_t index);

/// The same number as servers really hold it: mostly digits alone, sometimes as somebody typed it.
std::string typed_phone(const std::string& e164, base::Random& random);

/// Lower-case, different for each index: "amber.otter.00042".
std::string user_name(std::size_t index, base::Random& random);

/// Of the documentation ranges: 192.0.2.0/24, 198.51.100.0/24, 203.0.113.0/24 (RFC 5737), 2001:db8::/32 (RFC 3849).
/// Canonical.
std::string documentation_address(base::Random& random);

/// The same address as a server may have stored it: verbatim from a header, in any spelling.
std::string stored_spelling(const std::string& canonical, base::Random& random);

std::string user_agent(base::Random& random);

}  // namespace writ::demo
