// Emergencies get more checks, not fewer (domain.md section 2). One that was answered without an order: its authority
// owes the ordinary process ("process demanded afterwards within N days"). An order that is urgent owes nothing more.
#pragma once

#include <chrono>

namespace writ::casework {

inline constexpr const char* danger_fact = "danger_concrete";    // established, and read again blind by who approves
inline constexpr const char* second_channel = "second_channel";  // item of the checklist
inline constexpr const char* least_data = "least";               // likewise
inline constexpr const char* reviewed = "weekly_review";         // likewise, afterwards, by somebody who took no part
inline constexpr std::chrono::days process_within{7};            // of delivery, as the officer promises in the portal
inline constexpr const char* process_flag = "process_received";  // set by staff when it has come

}  // namespace writ::casework
