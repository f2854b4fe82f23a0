// rooms: log/format base
// A note that is accepted is printed as itself; keys and checkpoints read from it likewise; nothing crashes.
#include <cstdint>

#include "log/format/checkpoint.h"
#include "log/format/note.h"

namespace {
/// Parsing needs key ids only: any hash does.
class FixedHost final : public writ::base::Host {
 public:
  void sha256(writ::base::ByteView message, writ::base::Hash& out) const override {
    out = {};
    for (std::size_t i = 0; i < message.size(); ++i)
      out[i % 32] = static_cast<std::uint8_t>(out[i % 32] * 31 + message[i]);
  }
  bool ed25519_verify(const writ::base::Hash&, writ::base::ByteView, writ::base::ByteView signature) const override {
    return signature.size() == 64;
  }
  bool is_nfc(std::string_view) const override { return true; }
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const FixedHost host;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto note = log::parse_note(text)) {
    CHECK_INVARIANT(log::format_note(*note) == text);
    const log::VerifierKey key = log::make_key(host, note->lines[0].name, log::SignatureType::cosignature_v1, {});
    for (const log::SignatureLine& line : note->lines)
      static_cast<void>(log::check_signature(host, key, note->text, line));
    if (const auto checkpoint = log::parse_checkpoint(note->text))
      CHECK_INVARIANT(log::format_checkpoint(*checkpoint) == note->text);
  }
  if (const auto key = log::parse_vkey(host, text)) CHECK_INVARIANT(log::format_vkey(*key) == text);
  return 0;
}
