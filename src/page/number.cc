#include "page/number.h"

#include <cmath>

namespace writ::page {

std::string number(std::uint64_t value) {
  const std::string digits = std::to_string(value);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string decimal(double value) {
  const auto tenths = static_cast<std::uint64_t>(std::llround(std::fabs(value) * 10));
  const bool negative = value < 0 && tenths != 0;
  return (negative ? "-" : "") + number(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string counted(std::uint64_t value, std::string_view one, std::string_view many) {
  return number(value) + " " + std::string(value == 1 ? one : many);
}

}  // namespace writ::page
