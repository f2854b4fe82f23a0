// Times as staff type them.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"

namespace writ::faces {

/// What a fault says of any other way to write one.
inline constexpr const char* typed_time_rule = "Write a day and a time in UTC, as 2026-05-01 08:00.";

/// UTC: "2026-05-01 08:00", with seconds and "Z" if anybody likes, or a day alone, which is its first moment.
std::optional<base::Time> typed_time(std::string text);

}  // namespace writ::faces
