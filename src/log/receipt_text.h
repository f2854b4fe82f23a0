// The opening that a requester gets (section 4). Inside log/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "log/rows.h"

namespace writ::log {

/// One line: promise.opening.json, or receipt.opening.json with an index. All sixteen salts and values.
std::string receipt_line(const base::Host& host, const std::string& origin, std::optional<std::uint64_t> index, const base::Hash& seed,
                         const Values& public_values, const PrivatePart& part);

}  // namespace writ::log
