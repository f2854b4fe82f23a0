// Figures for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"
#include "page/locale.h"

namespace writ::page {

/// Groups of three digits: 2,253 (English pages).
std::string number(std::uint64_t value);

/// One digit after the point, groups before it: 288.9.
std::string decimal(double value);

/// "1 request", "2,253 requests".
std::string counted(std::uint64_t value, std::string_view one, std::string_view many);

/// "2024", "Jan-Sep 2024", "Dec 2024", "Oct 2023-Mar 2024" if it is whole months, else "2024-01-05 to 2024-02-03".
std::string period_label(const base::Period& period);
std::string period_label(const base::Period& period, const Locale& in);

}  // namespace writ::page
