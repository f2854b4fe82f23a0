// What several suites ask of a verdict, and when the witnesses of a world sign.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "log_builder.h"

namespace writ::test {

/// One of the lines holds `part`.
inline bool says(const std::vector<std::string>& lines, const std::string& part) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

/// The witnesses see `tick` at `time`, every other tick a minute after it.
inline Hooks seen_at(const std::string& tick, const std::string& time) {
  Hooks hooks;
  hooks.cosigned = [=](const std::string& of, base::Time when) {
    return of == tick ? at(time) : when + std::chrono::seconds(60);
  };
  return hooks;
}

}  // namespace writ::test
