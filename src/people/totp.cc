#include "people/totp.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <array>

#include "base/result.h"

namespace writ::people {

std::string totp_code(base::ByteView secret, std::int64_t step, int digits) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i)
    counter[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> (56 - 8 * i));
  std::array<std::uint8_t, 20> mac{};
  unsigned length = 0;
  CHECK_INVARIANT(HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(),
                       mac.data(), &length) != nullptr);
  const std::size_t offset = mac[19] & 15U;  // RFC 4226 section 5.3
  const std::uint32_t number = (static_cast<std::uint32_t>(mac[offset] & 0x7FU) << 24) |
                               (static_cast<std::uint32_t>(mac[offset + 1]) << 16) |
                               (static_cast<std::uint32_t>(mac[offset + 2]) << 8) | mac[offset + 3];
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  const std::string code = std::to_string(number % modulus);
  return std::string(static_cast<std::size_t>(digits) - code.size(), '0') + code;
}

std::int64_t totp_step(base::Time now) { return base::unix_seconds(now) / totp_step_seconds; }

std::optional<std::int64_t> totp_match(base::ByteView secret, std::string_view code, base::Time now,
                                       std::int64_t last_step) {
  std::string digits;
  for (const char c : code) {
    if (c != ' ') digits += c;
  }
  std::optional<std::int64_t> match;
  for (std::int64_t step = totp_step(now) - 1; step <= totp_step(now) + 1; ++step) {
    const std::string expected = totp_code(secret, step);
    const bool equal =
        digits.size() == expected.size() && sodium_memcmp(digits.data(), expected.data(), digits.size()) == 0;
    if (equal && step > last_step && !match) match = step;
  }
  return match;
}

std::string to_base32(base::ByteView bytes) {
  static constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8) | byte;
    count += 8;
    while (count >= 5) {
      count -= 5;
      out += alphabet[(bits >> count) & 31U];
    }
    bits &= (1U << count) - 1;
  }
  if (count > 0) out += alphabet[(bits << (5 - count)) & 31U];
  return out;
}

std::string totp_uri(std::string_view issuer, std::string_view account, base::ByteView secret) {
  const auto encoded = [](std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
      const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                         c == '.' || c == '_';
      const auto byte = static_cast<unsigned char>(c);
      out += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
  };
  return "otpauth://totp/" + encoded(issuer) + ":" + encoded(account) + "?secret=" + to_base32(secret) +
         "&issuer=" + encoded(issuer);
}

}  // namespace writ::people
