// Time is a parameter: record time comes from one of these, never from a global.
#pragma once

#include <atomic>

#include "base/result.h"
#include "base/time.h"

namespace writ::base {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Time now() const override;
};

/// Stands until moved, and never goes back. Safe to read from several threads.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  Time now() const override { return now_.load(); }
  /// A time before now() leaves the clock where it is.
  void advance_to(Time time);

 private:
  std::atomic<Time> now_;
};

/// The system's clock moved by a fixed offset: a demo that was simulated into the past goes on from there.
class ShiftedClock final : public Clock {
 public:
  explicit ShiftedClock(std::chrono::seconds offset) : offset_(offset) {}
  Time now() const override;

 private:
  std::chrono::seconds offset_;
};

}  // namespace writ::base
