// The marks that lists show of a request whose row is held, or may be (counted-log.md section 5). Nobody sets them by hand.
#pragma once

#include "casework/record.h"

namespace writ::casework {

inline constexpr const char* hold_asked_flag = "row_hold_asked";
inline constexpr const char* held_flag = "row_held";

/// Staff's own flags and those.
legal::CodeSet flags_of(const Record& record);

}  // namespace writ::casework
