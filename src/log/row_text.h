// A stored row as the lines of log/format/opening.h. Inside log/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "log/format/opening.h"
#include "log/rows.h"

namespace writ::log {

/// One line with LF: promise.opening.json, or receipt.opening.json with an index.
std::string receipt_text(const base::Host& host, const std::string& origin, std::optional<std::uint64_t> index,
                         const base::Hash& seed, const Values& public_values, const PrivatePart& part);

/// The open line of section 5 with LF.
std::string open_text(std::uint64_t index, const OpeningSecret& secret, const Values& public_values);

}  // namespace writ::log
