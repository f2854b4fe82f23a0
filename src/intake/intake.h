// From outside bytes to requests: clear errors for bad input, nothing stored here.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/request.h"

namespace writ::intake {

/// A fault of a batch: `line` counts from 1 (always 1 for a single document).
struct LineError {
  std::size_t line = 1;
  base::Error error;
};

/// One JSON object (docs/formats/request.md). Unknown members, duplicate members and wrong types are errors that name
/// the path. Phone numbers become E.164, addresses RFC 5952. `document` is set to SHA-256 of exactly these bytes unless
/// the object names the hash of a file. The caller fills `requester`.
base::Result<legal::Request> parse_request(std::string_view json, base::Time received_at);

/// JSON Lines: one request a line. Every bad line is named; if there is one, no request is returned.
std::expected<std::vector<legal::Request>, std::vector<LineError>> parse_requests(std::string_view json_lines,
                                                                                  base::Time received_at);

/// The canonical JSON of a request, readable by parse_request; used to store and to export.
std::string to_json(const legal::Request& request);

}  // namespace writ::intake
