// The verifier's Host on this machine: OpenSSL for SHA-256, libsodium for Ed25519, ICU for NFC.
#pragma once

#include <memory>

#include "base/host.h"

namespace writ::crypto {

class NativeHost final : public base::Host {
 public:
  using base::Host::sha256;
  void sha256(base::ByteView message, base::Hash& out) const override;
  bool ed25519_verify(const base::Hash& public_key, base::ByteView message, base::ByteView signature) const override;
  bool is_nfc(std::string_view utf8) const override;
  /// In constant memory.
  std::unique_ptr<base::HashStream> hash_stream() const override;
};

/// For callers that have no Host at hand.
base::Hash sha256(base::ByteView message);
inline base::Hash sha256(std::string_view message) { return sha256(base::view(message)); }

}  // namespace writ::crypto
