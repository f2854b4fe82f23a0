// The request target (RFC 9112 section 3.2) as path and query, in one spelling: what is ambiguous is refused, not
// repaired.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::http {

struct Target {
  std::string path;                          // begins with "/" (or is "*"), decoded
  std::map<std::string, std::string> query;  // decoded; "+" is a space
};

/// origin-form, absolute-form (its authority is dropped) or "*". invalid: bytes that are not printable ASCII, a wrong
/// percent escape, an escaped "/", NUL, control byte or backslash, a "." or ".." segment, "//", text that is not UTF-8,
/// a query name given twice.
base::Result<Target> parse_target(std::string_view target);

/// nullopt: an escape that is not "%" and two hex digits.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// Percent-encodes everything but unreserved characters and "/" (RFC 3986 section 2.3).
std::string encode_path(std::string_view path);

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates.
bool is_utf8(std::string_view text);

}  // namespace writ::http
