#include "base/random.h"

#include <sys/random.h>

#include <cerrno>

#include "base/result.h"

namespace writ::base {

Hash Random::hash() {
  Hash hash;
  fill(hash);
  return hash;
}

std::uint64_t Random::below(std::uint64_t bound) {
  CHECK_INVARIANT(bound > 0);
  // Rejection: values under `skew` would make the low results more likely.
  const std::uint64_t skew = (0 - bound) % bound;
  for (;;) {
    std::uint64_t value = 0;
    fill({reinterpret_cast<std::uint8_t*>(&value), sizeof value});
    if (value >= skew) return value % bound;
  }
}

void OsRandom::fill(std::span<std::uint8_t> out) {
  while (!out.empty()) {
    const ssize_t got = getrandom(out.data(), out.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    CHECK_INVARIANT(got > 0);
    out = out.subspan(static_cast<std::size_t>(got));
  }
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (i % 8 == 0) word = engine_();
    out[i] = static_cast<std::uint8_t>(word >> (8 * (i % 8)));
  }
}

std::string uuid_v7(Time now, Random& random) {
  std::array<std::uint8_t, 16> id;
  random.fill(id);
  const auto milliseconds = static_cast<std::uint64_t>(unix_seconds(now)) * 1000;
  for (std::size_t i = 0; i < 6; ++i) id[i] = static_cast<std::uint8_t>(milliseconds >> (40 - 8 * i));
  id[6] = static_cast<std::uint8_t>((id[6] & 0x0f) | 0x70);
  id[8] = static_cast<std::uint8_t>((id[8] & 0x3f) | 0x80);
  std::string text = to_hex(id);
  for (const std::size_t at : {8U, 13U, 18U, 23U}) text.insert(at, "-");
  return text;
}

}  // namespace writ::base
