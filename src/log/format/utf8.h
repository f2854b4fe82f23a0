// UTF-8 as signed notes and TEXT need it.
#pragma once

#include <string_view>

namespace writ::log {

/// Well-formed UTF-8 (RFC 3629): shortest forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);

/// No Unicode white space (property White_Space) in well-formed UTF-8.
bool has_no_space(std::string_view utf8);

}  // namespace writ::log
