// An emergency that was answered without an order: its authority owes the ordinary process (domain.md section 2:
// "process demanded afterwards within N days"). An order that is urgent owes nothing more.
#pragma once

#include <chrono>

namespace writ::casework {

inline constexpr std::chrono::days process_within{7};            // of delivery, as the officer promises in the portal
inline constexpr const char* process_flag = "process_received";  // set by staff when it has come

}  // namespace writ::casework
