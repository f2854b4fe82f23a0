#include "crypto/native_host.h"

#include <openssl/sha.h>
#include <sodium.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <vector>

// SHA256_Init/Update/Final are deprecated in OpenSSL 3 in favour of EVP, which costs a good part of a short hash in
// dispatch. Every hash of the log is of 33 to 200 bytes; docs/decisions/0301-sha256.md has the measurement.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"

namespace writ::crypto {

namespace {

class Sha256Stream final : public base::HashStream {
 public:
  Sha256Stream() { SHA256_Init(&context_); }
  void add(base::ByteView piece) override { SHA256_Update(&context_, piece.data(), piece.size()); }
  base::Hash finish() override {
    base::Hash out;
    SHA256_Final(out.data(), &context_);
    return out;
  }

 private:
  SHA256_CTX context_;
};

}  // namespace

std::unique_ptr<base::HashStream> NativeHost::hash_stream() const { return std::make_unique<Sha256Stream>(); }

void NativeHost::sha256(base::ByteView message, base::Hash& out) const {
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, message.data(), message.size());
  SHA256_Final(out.data(), &context);
}

bool NativeHost::ed25519_verify(const base::Hash& public_key, base::ByteView message, base::ByteView signature) const {
  // libsodium's check is the strict one: S below the group order, canonical and not small-order A and R, no cofactor.
  if (signature.size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(), public_key.data()) == 0;
}

bool NativeHost::is_nfc(std::string_view utf8) const {
  // ASCII is in every normalisation form, and nearly all that we see is ASCII.
  if (std::all_of(utf8.begin(), utf8.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; })) return true;
  if (utf8.size() > 0x7fffffff) return false;
  std::vector<UChar> wide(utf8.size());  // UTF-16 never has more units than UTF-8 has bytes
  UErrorCode status = U_ZERO_ERROR;
  int32_t size = 0;
  u_strFromUTF8(wide.data(), static_cast<int32_t>(wide.size()), &size, utf8.data(), static_cast<int32_t>(utf8.size()),
                &status);
  if (U_FAILURE(status)) return false;  // not UTF-8
  const UNormalizer2* nfc = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) return false;
  const UBool normal = unorm2_isNormalized(nfc, wide.data(), size, &status);
  return U_SUCCESS(status) && normal != 0;
}

base::Hash sha256(base::ByteView message) {
  base::Hash out;
  NativeHost().sha256(message, out);
  return out;
}

}  // namespace writ::crypto

#pragma clang diagnostic pop
