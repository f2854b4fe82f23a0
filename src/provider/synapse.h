// What is the same of a Synapse homeserver whatever engine it runs on (domain.md section 7). Inside of the room.
#pragma once

#include <string>

#include "base/result.h"
#include "provider/source.h"

namespace writ::provider::synapse {

/// Between what a second and what a millisecond count can be: 5138 in seconds, 1973 in milliseconds. A server whose
/// column has the other unit is caught here and not misread by a factor of a thousand.
constexpr std::int64_t seconds_below = 100'000'000'000;

inline std::int64_t milliseconds(base::Time time) { return base::unix_seconds(time) * 1000; }
/// unavailable, rule "unit", if it is not one.
base::Result<base::Time> from_milliseconds(const std::string& source, std::string_view what, std::int64_t value);
base::Result<base::Time> from_seconds(const std::string& source, std::string_view what, std::int64_t value);

SourceFacts facts(std::string name);

/// Matrix specification, appendix "User Identifiers": 255 bytes at most; a full id is written @name:server.
base::Result<> check_matrix_name(const legal::Selector& selector);
/// "name" of "@name:server".
std::string localpart(const std::string& user_id);

}  // namespace writ::provider::synapse
