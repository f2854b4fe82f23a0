#include <sodium.h>

#include <cstring>

#include "crypto/keys.h"

namespace writ::crypto {

/// Guarded, locked pages of libsodium, wiped when freed.
struct SigningKey::Secret {
  unsigned char* key = nullptr;  // crypto_sign_SECRETKEYBYTES: seed and public key
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { sodium_free(key); }
};

SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

base::Result<SigningKey> SigningKey::from_seed(const base::Hash& seed) {
  static_assert(crypto_sign_SEEDBYTES == sizeof(base::Hash) && crypto_sign_PUBLICKEYBYTES == sizeof(base::Hash));
  if (sodium_init() < 0) return base::fail(base::Errc::unavailable, "libsodium", "", "cannot be initialised");
  SigningKey key;
  key.secret_ = std::make_unique<Secret>();
  key.secret_->key = static_cast<unsigned char*>(sodium_malloc(crypto_sign_SECRETKEYBYTES));
  if (key.secret_->key == nullptr)
    return base::fail(base::Errc::unavailable, "memory", "", "no guarded page for a signing key");
  base::Hash public_key;
  crypto_sign_seed_keypair(public_key.data(), key.secret_->key, seed.data());
  sodium_mprotect_readonly(key.secret_->key);
  return key;
}

base::Hash SigningKey::public_key() const {
  base::Hash out;
  std::memcpy(out.data(), secret_->key + crypto_sign_SEEDBYTES, out.size());
  return out;
}

std::string SigningKey::sign(std::string_view message) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr,
                       reinterpret_cast<const unsigned char*>(message.data()), message.size(), secret_->key);
  return signature;
}

}  // namespace writ::crypto
