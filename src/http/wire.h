// The head of a response as bytes (RFC 9112 section 4, RFC 9110).
#pragma once

#include <string>

#include "base/time.h"
#include "http/server.h"

namespace writ::http {

/// Whether a response to `method` carries a body at all (RFC 9112 section 6.3).
bool has_body(const Response& response, const std::string& method);

/// Status line and fields, with the blank line. A field value with a control byte would let a value forge another
/// field: invalid, naming the field.
base::Result<std::string> response_head(const Response& response, bool keep_alive, base::Time now);

/// IMF-fixdate (RFC 9110 section 5.6.7).
std::string http_date(base::Time time);

std::string_view reason_phrase(unsigned status);

}  // namespace writ::http
