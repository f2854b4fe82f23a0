#include "base/clock.h"

namespace writ::base {

Time SystemClock::now() const { return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()); }

void ManualClock::advance_to(Time time) {
  if (time > now_.load()) now_.store(time);
}

Time ShiftedClock::now() const { return SystemClock().now() + offset_; }

}  // namespace writ::base
