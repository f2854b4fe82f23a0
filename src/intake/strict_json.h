// JSON from outside, read strictly: one object, RFC 8259, no duplicate members, no fractions, bounded in size and
// depth.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.h"

namespace writ::intake {

/// One request with 1,000 selectors and long values is about 200 kB.
constexpr std::size_t request_bytes_max = std::size_t{1} << 20;
/// The format itself nests three deep; more is somebody's attack or another format.
constexpr std::size_t json_depth_max = 8;
/// All values of one document, of any kind: 1,000 selectors of seven members and some room.
constexpr std::size_t json_values_max = 20'000;

/// invalid names the path of the fault, or the byte where the text stops being JSON. Never throws.
base::Result<nlohmann::json> parse_strict(std::string_view text);

}  // namespace writ::intake
