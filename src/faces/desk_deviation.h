// What a decider typed into the form of desk/deviation.h.
#pragma once

#include <expected>

#include "faces/desk_case.h"

namespace writ::faces {

/// Faults name the input that is wrong; then the value is of no use.
casework::Override deviation_in(Call& call, const legal::Request& request, Faults& faults);

/// "1-200, 207" or "all", from 1 to `count`: positions from 0, each once; else what a fault says of it.
std::expected<std::vector<std::size_t>, std::string> account_numbers(const page::Locale& t, std::string_view text,
                                                                     std::size_t count);

}  // namespace writ::faces
