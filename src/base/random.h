// Chance is a parameter. OsRandom is the operating system's generator; SeededRandom is for tests and for the demo's
// stream, and the log refuses it for an origin that does not end in `/test`.
#pragma once

#include <cstdint>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace writ::base {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
  /// True if the same seed gives the same bytes.
  virtual bool predictable() const = 0;

  Hash hash();
  /// Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound);

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) std::swap(items[i - 1], items[below(i)]);
  }
};

/// getrandom(2); aborts if the kernel has no randomness to give.
class OsRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
  bool predictable() const override { return false; }
};

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override;
  bool predictable() const override { return true; }

 private:
  std::mt19937_64 engine_;
};

/// RFC 9562 UUID version 7 at `now`, as 36 characters.
std::string uuid_v7(Time now, Random& random);

}  // namespace writ::base
