// Keyed hashes: for values that must be compared later and never guessed back, such as a selector in an audit row.
#pragma once

#include "base/bytes.h"

namespace writ::crypto {

/// HMAC-SHA256 (RFC 2104), by libsodium.
base::Hash keyed_hash(const base::Hash& key, base::ByteView message);

}  // namespace writ::crypto
