// What the verifier needs from the machine it runs on, so that it also compiles for a browser.
// The native one is crypto::NativeHost.
#pragma once

#include <memory>
#include <string_view>

#include "base/bytes.h"

namespace writ::base {

/// SHA-256 of a message that comes in pieces.
class HashStream {
 public:
  virtual ~HashStream() = default;
  virtual void add(ByteView piece) = 0;
  /// Once, after the last piece.
  virtual Hash finish() = 0;
};

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

  /// For files too large to hold (openings.jsonl). The default keeps all pieces until the end; a host that can hash in
  /// pieces overrides it.
  virtual std::unique_ptr<HashStream> hash_stream() const;
};

class KeptHashStream final : public HashStream {
 public:
  explicit KeptHashStream(const Host& host) : host_(host) {}
  void add(ByteView piece) override { kept_.insert(kept_.end(), piece.begin(), piece.end()); }
  Hash finish() override { return host_.sha256(kept_); }

 private:
  const Host& host_;
  Bytes kept_;
};

inline std::unique_ptr<HashStream> Host::hash_stream() const { return std::make_unique<KeptHashStream>(*this); }

}  // namespace writ::base
