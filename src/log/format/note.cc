#include "log/format/note.h"

#include <algorithm>

#include "log/format/utf8.h"

namespace writ::log {

namespace {
constexpr std::string_view dash = "\xe2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t ed25519_key_bytes = 32;
constexpr std::size_t timestamp_bytes = 8;
constexpr std::uint64_t timestamp_max = 253'402'300'799;  // 9999-12-31T23:59:59Z, the last TIME there is

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; });
}

std::string big_endian(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xff);
  return out;
}

std::uint64_t from_big_endian(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}

std::string hex_id(std::uint32_t id) { return base::to_hex(base::view(big_endian(id, 4))); }

std::string format_line(std::string_view name, std::uint32_t id, std::string_view signature) {
  return std::string(dash) + std::string(name) + " " +
         base::to_base64(base::view(big_endian(id, 4) + std::string(signature))) + "\n";
}

std::string cosigned_message(std::uint64_t seconds, std::string_view text) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

base::Result<SignatureLine> parse_line(std::string_view line) {
  if (!line.starts_with(dash))
    return base::invalid("signature line", std::string(line), "does not begin with an em dash and a space");
  const std::string_view rest = line.substr(dash.size());
  const std::size_t space = rest.find(' ');
  const std::string_view name = rest.substr(0, space);
  if (space == std::string_view::npos || !is_key_name(name)) {
    return base::invalid("signature line", std::string(line), "has no valid key name and signature");
  }
  const auto bytes = base::bytes_from_base64(rest.substr(space + 1));
  if (!bytes || bytes->size() < 5)
    return base::invalid("signature line", std::string(line), "is not base64 of key id and signature");
  const std::string_view all = base::text(*bytes);
  return SignatureLine{std::string(name), static_cast<std::uint32_t>(from_big_endian(all.substr(0, 4))),
                       std::string(all.substr(4))};
}

base::Hash key_bytes(const VerifierKey& key) {
  base::Hash bytes{};
  std::copy_n(key.public_key.begin(), std::min(key.public_key.size(), bytes.size()), bytes.begin());
  return bytes;
}
}  // namespace

std::uint32_t key_id(const base::Host& host, std::string_view name, SignatureType type, std::string_view public_key) {
  std::string message(name);
  message += '\n';
  message += static_cast<char>(type);
  message += public_key;
  return static_cast<std::uint32_t>(from_big_endian(base::text(host.sha256(base::view(message))).substr(0, 4)));
}

VerifierKey make_key(const base::Host& host, std::string name, SignatureType type, const base::Hash& public_key) {
  const std::uint32_t id = key_id(host, name, type, base::text(public_key));
  return {std::move(name), id, type, std::string(base::text(public_key))};
}

bool is_key_name(std::string_view name) {
  return !name.empty() && name.find('+') == std::string_view::npos && is_utf8(name) && !has_control(name) &&
         has_no_space(name);
}

base::Result<VerifierKey> parse_vkey(const base::Host& host, std::string_view vkey) {
  const auto refuse = [&](const char* rule) { return base::invalid("vkey", std::string(vkey), rule); };
  const std::size_t first = vkey.find('+');
  const std::size_t second = first == std::string_view::npos ? first : vkey.find('+', first + 1);
  if (second == std::string_view::npos) return refuse("is not <name>+<key id>+<key>");
  const std::string_view name = vkey.substr(0, first);
  const std::string_view id = vkey.substr(first + 1, second - first - 1);
  const auto key = base::bytes_from_base64(vkey.substr(second + 1));
  if (!is_key_name(name)) return refuse("has no valid key name");
  if (!key || key->empty()) return refuse("has a key that is not base64");
  const auto type = static_cast<SignatureType>(key->front());
  if (type != SignatureType::ed25519 && type != SignatureType::cosignature_v1) {
    return refuse("has a signature type that this version does not know (0x01 and 0x04 are known)");
  }
  if (key->size() != 1 + ed25519_key_bytes) return refuse("has a key that is not 32 bytes");
  VerifierKey result{std::string(name), 0, type, std::string(base::text(*key).substr(1))};
  result.id = key_id(host, name, type, result.public_key);
  if (id != hex_id(result.id)) return refuse("has a key id that is not the one of its name and key");
  return result;
}

std::string format_vkey(const VerifierKey& key) {
  return key_label(key) + "+" +
         base::to_base64(base::view(std::string(1, static_cast<char>(key.type)) + key.public_key));
}

std::string key_label(const VerifierKey& key) { return key.name + "+" + hex_id(key.id); }

base::Result<Note> parse_note(std::string_view note) {
  const auto refuse = [](const char* rule) { return base::invalid("signed note", "", rule); };
  if (note.size() > note_bytes_max) return refuse("is larger than 1 MiB");
  if (!is_utf8(note) || has_control(note)) return refuse("is not UTF-8 without control characters");
  const std::size_t blank = note.rfind("\n\n");
  if (blank == std::string_view::npos) return refuse("has no blank line between text and signatures");
  Note result{std::string(note.substr(0, blank + 1)), {}};
  std::string_view rest = note.substr(blank + 2);
  if (rest.empty()) return refuse("has no signature line");
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return refuse("does not end in a newline");
    if (result.lines.size() == note_signatures_max) return refuse("has more than 100 signature lines");
    TRY(SignatureLine line, parse_line(rest.substr(0, end)));
    result.lines.push_back(std::move(line));
    rest.remove_prefix(end + 1);
  }
  return result;
}

std::string format_note(const Note& note) {
  std::string lines;
  for (const SignatureLine& line : note.lines) lines += format_line(line.name, line.key_id, line.signature);
  return signed_note(note.text, lines);
}

std::string signature_line(const VerifierKey& key, std::string_view text, const Signer& sign) {
  CHECK_INVARIANT(key.type == SignatureType::ed25519);
  return format_line(key.name, key.id, sign(text));
}

std::string cosignature_line(const VerifierKey& key, std::string_view text, base::Time time, const Signer& sign) {
  CHECK_INVARIANT(key.type == SignatureType::cosignature_v1);
  const auto seconds = static_cast<std::uint64_t>(base::unix_seconds(time));
  return format_line(key.name, key.id, big_endian(seconds, timestamp_bytes) + sign(cosigned_message(seconds, text)));
}

std::string signed_note(std::string_view text, std::string_view lines) {
  std::string note(text);
  note += '\n';
  note += lines;
  return note;
}

std::optional<ValidSignature> check_signature(const base::Host& host, const VerifierKey& key, std::string_view text,
                                              const SignatureLine& line) {
  const std::string_view bytes = line.signature;
  if (key.type == SignatureType::ed25519) {
    if (!host.ed25519_verify(key_bytes(key), base::view(text), base::view(bytes))) return std::nullopt;
    return ValidSignature{};
  }
  if (bytes.size() < timestamp_bytes) return std::nullopt;
  const std::uint64_t seconds = from_big_endian(bytes.substr(0, timestamp_bytes));
  if (seconds > timestamp_max) return std::nullopt;
  const std::string message = cosigned_message(seconds, text);
  if (!host.ed25519_verify(key_bytes(key), base::view(message), base::view(bytes.substr(timestamp_bytes))))
    return std::nullopt;
  return ValidSignature{base::from_unix(static_cast<std::int64_t>(seconds))};
}

bool is_by(const SignatureLine& line, const VerifierKey& key) { return line.key_id == key.id && line.name == key.name; }

}  // namespace writ::log
