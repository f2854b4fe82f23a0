// The native Host that also hashes in pieces: openings.jsonl of a large period does not fit in memory.
#pragma once

#include <openssl/evp.h>

#include <memory>

#include "base/result.h"
#include "crypto/native_host.h"

namespace writ::cli {

class EvpHashStream final : public base::HashStream {
 public:
  EvpHashStream() : context_(EVP_MD_CTX_new()) {
    CHECK_INVARIANT(context_ && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void add(base::ByteView piece) override {
    CHECK_INVARIANT(EVP_DigestUpdate(context_.get(), piece.data(), piece.size()) == 1);
  }
  base::Hash finish() override {
    base::Hash out;
    CHECK_INVARIANT(EVP_DigestFinal_ex(context_.get(), out.data(), nullptr) == 1);
    return out;
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

class StreamingHost final : public base::Host {
 public:
  using base::Host::sha256;
  void sha256(base::ByteView message, base::Hash& out) const override { native_.sha256(message, out); }
  bool ed25519_verify(const base::Hash& public_key, base::ByteView message, base::ByteView signature) const override {
    return native_.ed25519_verify(public_key, message, signature);
  }
  bool is_nfc(std::string_view utf8) const override { return native_.is_nfc(utf8); }
  std::unique_ptr<base::HashStream> hash_stream() const override { return std::make_unique<EvpHashStream>(); }

 private:
  crypto::NativeHost native_;
};

}  // namespace writ::cli
