// Pages for requests that are refused before anybody looks at them: too large, too slow, too many at once. In the dress of
// the face that was asked, the public site too; without store, session or lock.
#pragma once

#include <optional>
#include <string>

#include "http/server.h"

namespace writ::faces {

/// nullopt where a program asks, or where there is nothing to say to a person.
std::optional<http::Response> refusal_page(const http::Refused& refused, const std::string& provider_name,
                                           bool synthetic);

}  // namespace writ::faces
