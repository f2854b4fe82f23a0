#include "crypto/mac.h"

#include <sodium.h>

namespace writ::crypto {

base::Hash keyed_hash(const base::Hash& key, base::ByteView message) {
  base::Hash out;
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, message.data(), message.size());
  crypto_auth_hmacsha256_final(&state, out.data());
  return out;
}

}  // namespace writ::crypto
