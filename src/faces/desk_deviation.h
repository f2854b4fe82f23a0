// What a decider typed into the form of desk/deviation.h.
#pragma once

#include <expected>

#include "faces/desk_case.h"

namespace writ::faces {

/// Faults name the input that is wrong; then the value is of no use.
casework::Override deviation_in(const Call& call, const legal::Request& request, Faults& faults);

/// "1-200, 207" or "all", from 1 to `count`: positions from 0, each once. nullopt with the rule that it breaks.
std::expected<std::vector<std::size_t>, std::string> account_numbers(std::string_view text, std::size_t count);

}  // namespace writ::faces
