// Figures for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace writ::page {

/// Groups of three digits: 2,253 (English pages).
std::string number(std::uint64_t value);

/// One digit after the point, groups before it: 288.9.
std::string decimal(double value);

/// "1 request", "2,253 requests".
std::string counted(std::uint64_t value, std::string_view one, std::string_view many);

}  // namespace writ::page
