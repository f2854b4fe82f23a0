// The page's side of the verifier: what WebAssembly cannot do itself comes in as functions of JavaScript
// (web/verify/host.mjs).
#pragma once

#include <cstdint>
#include <string>

#include "base/host.h"
#include "base/progress.h"
#include "verify/verify.h"

namespace writ::wasm {

class BrowserHost final : public base::Host {
 public:
  using base::Host::sha256;
  void sha256(base::ByteView message, base::Hash& out) const override;
  bool ed25519_verify(const base::Hash& public_key, base::ByteView message, base::ByteView signature) const override;
  bool is_nfc(std::string_view utf8) const override;
  std::unique_ptr<base::HashStream> hash_stream() const override;
};

/// Files that the page has fetched: number 0 is the log (or the receipt), the bundles follow.
class PageSource final : public verify::Source {
 public:
  explicit PageSource(std::uint32_t number) : number_(number) {}
  base::Result<std::string> read(std::string_view name) override;
  base::Result<> lines(std::string_view name,
                       const std::function<bool(std::string_view line, bool terminated)>& line) override;

 private:
  base::Result<std::uint64_t> size_of(std::string_view name) const;
  std::uint32_t number_;
};

class PageProgress final : public base::Progress {
 public:
  void step(std::uint64_t done, std::uint64_t total) override;
};

}  // namespace writ::wasm
