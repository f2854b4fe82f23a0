#include <sodium.h>

#include "crypto/keys.h"

namespace writ::crypto {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;  // 24: random nonces never repeat
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(crypto_aead_xchacha20poly1305_ietf_KEYBYTES == sizeof(base::Hash));

unsigned char* data_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
const unsigned char* data_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string seal(const base::Hash& key, std::string_view plain, std::string_view associated, base::Random& random) {
  std::string out(nonce_bytes + plain.size() + tag_bytes, '\0');
  random.fill({data_of(out), nonce_bytes});
  const int code = crypto_aead_xchacha20poly1305_ietf_encrypt(data_of(out) + nonce_bytes, nullptr, data_of(plain),
                                                              plain.size(), data_of(associated), associated.size(),
                                                              nullptr, data_of(out), key.data());
  CHECK_INVARIANT(code == 0);
  return out;
}

base::Result<std::string> unseal(const base::Hash& key, std::string_view sealed, std::string_view associated) {
  const auto damaged = [&] {
    return base::fail(base::Errc::corrupt, std::string(associated), "",
                      "was not sealed under this key and name, or was altered");
  };
  if (sealed.size() < nonce_bytes + tag_bytes) return damaged();
  std::string plain(sealed.size() - nonce_bytes - tag_bytes, '\0');
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(data_of(plain), nullptr, nullptr, data_of(sealed) + nonce_bytes,
                                                 sealed.size() - nonce_bytes, data_of(associated), associated.size(),
                                                 data_of(sealed), key.data()) != 0) {
    return damaged();
  }
  return plain;
}

}  // namespace writ::crypto
