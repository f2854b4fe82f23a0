// C2SP signed-note v1.0.0 and tlog-cosignature v1.0.1: texts signed by one or more keys. Pure; signing is a callback.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/host.h"
#include "base/result.h"
#include "base/time.h"

namespace writ::log {

/// The note format asks for 16 signatures at least and a post-quantum one takes nearly 5 kB; 1 MiB is what Go's reader
/// takes.
constexpr std::size_t note_bytes_max = std::size_t{1} << 20;
constexpr std::size_t note_signatures_max = 100;

/// The byte that names what a key signs. Further types (ML-DSA-44, 0x06) join here and in check_signature.
enum class SignatureType : std::uint8_t {
  ed25519 = 0x01,        // over the text
  cosignature_v1 = 0x04  // timestamped Ed25519 over "cosignature/v1\ntime <seconds>\n" and the text
};

/// A key as a verifier pins it ("vkey").
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  SignatureType type = SignatureType::ed25519;
  std::string public_key;  // raw bytes; 32 for both types
  bool operator==(const VerifierKey&) const = default;
};

/// SHA-256(name || 0x0A || type || public key)[:4]
std::uint32_t key_id(const base::Host& host, std::string_view name, SignatureType type, std::string_view public_key);
VerifierKey make_key(const base::Host& host, std::string name, SignatureType type, const base::Hash& public_key);
/// Non-empty, no Unicode space, no plus, well-formed UTF-8 without control characters.
bool is_key_name(std::string_view name);

/// `<name>+<8 hex digits>+<base64 of type and key>`; invalid if the id is not the one of the key or the type is
/// unknown.
base::Result<VerifierKey> parse_vkey(const base::Host& host, std::string_view vkey);
std::string format_vkey(const VerifierKey& key);
/// `<name>+<8 hex digits>`, as the trust policy's comments name a key.
std::string key_label(const VerifierKey& key);

struct SignatureLine {
  std::string name;
  std::uint32_t key_id = 0;
  std::string signature;  // what follows the key id
};

struct Note {
  std::string text;  // ends in LF
  std::vector<SignatureLine> lines;
};

/// Text, blank line, signature lines. Verifies nothing.
base::Result<Note> parse_note(std::string_view note);
std::string format_note(const Note& note);

/// The 64-byte Ed25519 signature of a message.
using Signer = std::function<std::string(std::string_view message)>;

/// The line that `key` (0x01) adds to a note, LF included.
std::string signature_line(const VerifierKey& key, std::string_view text, const Signer& sign);
/// The line that a witness (0x04) adds at `time`, LF included.
std::string cosignature_line(const VerifierKey& key, std::string_view text, base::Time time, const Signer& sign);
/// text || LF || lines
std::string signed_note(std::string_view text, std::string_view lines);

/// A line that verifies; `time` of a cosignature.
struct ValidSignature {
  std::optional<base::Time> time;
};
/// nullopt if the signature of a line that bears this key's name and id does not verify.
std::optional<ValidSignature> check_signature(const base::Host& host, const VerifierKey& key, std::string_view text,
                                              const SignatureLine& line);
bool is_by(const SignatureLine& line, const VerifierKey& key);

}  // namespace writ::log
