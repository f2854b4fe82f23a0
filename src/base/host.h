// What the verifier needs from the machine it runs on, so that it also compiles for a browser.
// The native one is crypto::NativeHost.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace writ::base {

class Host {
 public:
  virtual ~Host() = default;
  virtual void sha256(ByteView message, Hash& out) const = 0;
  /// RFC 8032, strict (not ZIP 215). `signature` of a length other than 64 gives false.
  virtual bool ed25519_verify(const Hash& public_key, ByteView message, ByteView signature) const = 0;
  /// UTF-8 in Unicode normalisation form C.
  virtual bool is_nfc(std::string_view utf8) const = 0;

  Hash sha256(ByteView message) const {
    Hash out;
    sha256(message, out);
    return out;
  }
};

}  // namespace writ::base
