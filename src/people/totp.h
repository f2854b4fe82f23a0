// One-time codes by time (RFC 6238 over RFC 4226): HMAC-SHA-1, 30 seconds, 6 digits, as every authenticator app has it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/time.h"

namespace writ::people {

inline constexpr std::int64_t totp_step_seconds = 30;

/// The code of a step (unix time / 30), with leading zeros.
std::string totp_code(base::ByteView secret, std::int64_t step, int digits = 6);
std::int64_t totp_step(base::Time now);
/// The step that `code` belongs to: of now, one before or one after (RFC 6238 section 5.2), and later than `last_step`,
/// so that no code is taken twice. Spaces in `code` are skipped. Takes the same time for each of the three.
std::optional<std::int64_t> totp_match(base::ByteView secret, std::string_view code, base::Time now,
                                       std::int64_t last_step);
/// RFC 4648 base32 without padding: how apps take a secret.
std::string to_base32(base::ByteView bytes);
/// otpauth://totp/... for a link or a picture code. `issuer` and `account` are percent-encoded here.
std::string totp_uri(std::string_view issuer, std::string_view account, base::ByteView secret);

}  // namespace writ::people
