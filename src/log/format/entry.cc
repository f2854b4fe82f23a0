#include "log/format/entry.h"

#include <algorithm>
#include <cstring>

#include "log/format/grammar.h"
#include "log/format/tree.h"

namespace writ::log {

namespace {
constexpr std::array<std::string_view, 8> kind_names = {"request", "decision", "disclosure", "notice",
                                                        "recode",  "policy",   "close",      "report"};
// The zero byte that ends each label is part of the message.
constexpr char field_label[] = "writ/field/v1";
constexpr char salt_label[] = "writ/salt/v1";
constexpr char dummy_label[] = "writ/dummy/v1";
constexpr std::size_t sha256_block_bytes = 64;
constexpr std::size_t field_head_bytes = 1 + sizeof field_label + 1 + 32 + 4;

base::Hash hash_of(const base::Host& host, const std::uint8_t* bytes, std::size_t size) {
  return host.sha256(base::ByteView(bytes, size));
}
}  // namespace

std::string_view name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)]; }

std::optional<Kind> kind_of(std::string_view name) {
  const auto found = std::find(kind_names.begin(), kind_names.end(), name);
  if (found == kind_names.end()) return std::nullopt;
  return static_cast<Kind>(found - kind_names.begin());
}

std::string hash_value(const base::Hash& hash) { return std::string(base::text(hash)); }

base::Hash value_hash(std::string_view value) {
  CHECK_INVARIANT(value.size() == 32);
  base::Hash hash;
  std::copy(value.begin(), value.end(), hash.begin());
  return hash;
}

base::Hash field_leaf(const base::Host& host, std::uint8_t position, const base::Hash& salt, std::string_view value) {
  // Nearly every value fits on the stack; this runs sixteen times for each entry of a log.
  std::uint8_t small[field_head_bytes + 128];
  base::Bytes large;
  std::uint8_t* message = small;
  const std::size_t size = field_head_bytes + value.size();
  if (size > sizeof small) {
    large.resize(size);
    message = large.data();
  }
  std::uint8_t* at = message;
  *at++ = 0x00;
  at = std::copy_n(reinterpret_cast<const std::uint8_t*>(field_label), sizeof field_label, at);
  *at++ = position;
  at = std::copy(salt.begin(), salt.end(), at);
  for (int shift = 24; shift >= 0; shift -= 8) *at++ = static_cast<std::uint8_t>(value.size() >> shift);
  std::copy(value.begin(), value.end(), at);
  return hash_of(host, message, size);
}

base::Hash public_salt(const base::Host& host, const base::Hash& seed, std::uint8_t position) {
  std::uint8_t message[sizeof salt_label + 32 + 1];
  std::memcpy(message, salt_label, sizeof salt_label);
  std::memcpy(message + sizeof salt_label, seed.data(), 32);
  message[sizeof message - 1] = position;
  return hash_of(host, message, sizeof message);
}

base::Hash root_of_eight(const base::Host& host, const std::array<base::Hash, 8>& leaves) {
  std::array<base::Hash, 8> row = leaves;
  for (std::size_t width = 8; width > 1; width /= 2) {
    for (std::size_t i = 0; i < width / 2; ++i) row[i] = node_hash(host, row[2 * i], row[2 * i + 1]);
  }
  return row[0];
}

base::Hash public_root(const base::Host& host, const base::Hash& seed, const Values& public_values) {
  std::array<base::Hash, 8> leaves;
  for (std::uint8_t i = 0; i < 8; ++i) {
    const auto position = static_cast<std::uint8_t>(i + 8);
    leaves[i] = field_leaf(host, position, public_salt(host, seed, position), public_values[i]);
  }
  return root_of_eight(host, leaves);
}

base::Hash private_root(const base::Host& host, const std::array<base::Hash, 8>& salts, const Values& private_values) {
  std::array<base::Hash, 8> leaves;
  for (std::uint8_t i = 0; i < 8; ++i) leaves[i] = field_leaf(host, i, salts[i], private_values[i]);
  return root_of_eight(host, leaves);
}

base::Hash body_root(const base::Host& host, const base::Hash& private_root, const base::Hash& public_root) {
  return node_hash(host, private_root, public_root);
}

std::string entry_bytes(const base::Hash& body_root) {
  std::string entry(1, '\x01');
  entry += base::text(body_root);
  return entry;
}

base::Result<SealedEntry> seal_entry(const base::Host& host, base::Random& random, const Draft& draft) {
  TRY_VOID(check_public_values(draft.public_values));
  TRY_VOID(check_public_meaning(draft.public_values));
  TRY_VOID(check_private_values(host, *kind_of(draft.public_values[0]), draft.private_values));
  SealedEntry sealed{.draft = draft, .seed = random.hash()};
  for (base::Hash& salt : sealed.private_salts) salt = random.hash();
  sealed.private_root = private_root(host, sealed.private_salts, draft.private_values);
  sealed.body_root = body_root(host, sealed.private_root, public_root(host, sealed.seed, draft.public_values));
  return sealed;
}

base::Hash dummy_body_root(const base::Host& host, const base::Hash& key, std::uint64_t index) {
  // RFC 2104 with a key shorter than the block: the pads are the key, filled with zero bytes, xor 0x36 and 0x5c.
  std::uint8_t inner[sha256_block_bytes + sizeof dummy_label + 8];
  std::uint8_t outer[sha256_block_bytes + 32];
  for (std::size_t i = 0; i < sha256_block_bytes; ++i) {
    const std::uint8_t byte = i < key.size() ? key[i] : 0;
    inner[i] = byte ^ 0x36;
    outer[i] = byte ^ 0x5c;
  }
  std::memcpy(inner + sha256_block_bytes, dummy_label, sizeof dummy_label);
  for (std::size_t i = 0; i < 8; ++i) inner[sizeof inner - 1 - i] = static_cast<std::uint8_t>(index >> (8 * i));
  const base::Hash inner_hash = hash_of(host, inner, sizeof inner);
  std::memcpy(outer + sha256_block_bytes, inner_hash.data(), 32);
  return hash_of(host, outer, sizeof outer);
}

}  // namespace writ::log
