// Times as staff type them.
#pragma once

#include <optional>
#include <string>

#include "base/time.h"
#include "page/locale.h"

namespace writ::faces {

/// What a fault says of any other way to write one.
inline std::string typed_time_rule(const page::Locale& t) { return t.text("case.fault.time"); }

/// UTC: "2026-05-01 08:00", with seconds and "Z" if anybody likes, or a day alone, which is its first moment.
std::optional<base::Time> typed_time(std::string text);

}  // namespace writ::faces
