// Inside the room: where a value and a day stand in a chart.
#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "base/time.h"

namespace writ::page {

/// A step of 1, 2 or 5 times a power of ten, so that about four of them reach the top.
inline double tick_step(double top) {
  const double raw = std::max(top, 1e-9) / 4;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  const double digit = raw / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

/// Coordinates with at most two digits after the point, the same on every machine.
inline std::string coordinate(double value) {
  const double rounded = std::round(value * 100) / 100;
  char buffer[32];
  const auto written = std::to_chars(buffer, buffer + sizeof buffer, rounded == 0 ? 0.0 : rounded);
  return std::string(buffer, written.ptr);
}

/// Days along the width: a bar's width is proportional to its days.
class TimeScale {
 public:
  TimeScale(base::Day first, base::Day end, double left, double width)
      : first_(first), left_(left), per_day_(width / static_cast<double>((end - first).count())) {}
  double at(base::Day day) const { return left_ + per_day_ * static_cast<double>((day - first_).count()); }

 private:
  base::Day first_;
  double left_;
  double per_day_;
};

}  // namespace writ::page
