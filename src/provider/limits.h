// How much one question may cost, whatever the source.
#pragma once

#include <chrono>
#include <cstdint>

namespace writ::provider {

/// A question that hits one of these is an error with the limit's name, never a shorter answer.
struct ReadLimits {
  /// Of one question, over all its statements. A scan of ten million rows takes a few seconds; longer is a runaway
  /// query.
  std::chrono::milliseconds time_max{10'000};
  /// How long a lock of the writer is waited for (SQLite), or a connection (servers).
  std::chrono::milliseconds busy_max{5'000};
  /// Rows read for one question: a person has hundreds of address rows, a shared account thousands.
  std::int64_t rows_max = 10'000;
};

}  // namespace writ::provider
