// Words of header fields. Inside http/.
#pragma once

#include <string>
#include <string_view>

namespace writ::http {

/// ASCII only: names and tokens of HTTP are no more (RFC 9110 section 5.6.2).
std::string lower(std::string_view text);
/// Without blanks, tabs and line ends on either side.
std::string_view trim(std::string_view text);

}  // namespace writ::http
