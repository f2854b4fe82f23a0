#include "casework/deadlines.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "legal/vocabulary.h"

namespace writ::casework {

namespace {

using std::chrono::hours;

/// Regulation (EU) 2023/1543 Art. 10(4): eight hours after receipt. No other law is shorter, so it serves for all.
constexpr hours emergency_hours{8};
/// Where the law names no day: the provider's own promise.
constexpr hours other_hours{30 * 24};

struct Deadline {
  std::string_view instrument;
  hours after_receipt;
};

constexpr std::array<Deadline, 5> deadlines = {{
    {"production_order", hours{10 * 24}},  // Regulation (EU) 2023/1543 Art. 10(3)
    {"copo", hours{7 * 24}},               // Crime (Overseas Production Orders) Act 2019 s. 5
    {legal::emergency_instrument, emergency_hours},
    {"preservation_order", hours{24}},   // Art. 11(1) says "without undue delay": a day is our reading
    {"preservation_letter", hours{24}},  // 18 USC 2703(f) likewise
}};

}  // namespace

base::Time due_at(std::string_view instrument, bool emergency, base::Time received_at) {
  if (emergency) return received_at + emergency_hours;
  const auto found = std::ranges::find(deadlines, instrument, &Deadline::instrument);
  return received_at + (found == deadlines.end() ? other_hours : found->after_receipt);
}

}  // namespace writ::casework
