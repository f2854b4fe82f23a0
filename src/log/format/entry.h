// The entry of counted-log.md section 2: kinds, values, field leaves, roots. Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/host.h"
#include "base/random.h"
#include "base/result.h"

namespace writ::log {

enum class Kind : std::uint8_t { request, decision, disclosure, notice, recode, policy, close, report };
std::string_view name_of(Kind kind);
std::optional<Kind> kind_of(std::string_view name);

/// Eight field values as committed: text, or 32 raw bytes for a HASH. Index 0 is position 0 (private) or 8 (public).
using Values = std::array<std::string, 8>;

/// A HASH as a field value and back.
std::string hash_value(const base::Hash& hash);
base::Hash value_hash(std::string_view value);  // exactly 32 bytes

/// What a writer wants committed. `public_values[0]` is the kind's name.
struct Draft {
  Values public_values;
  Values private_values;
};

/// A draft with its randomness: everything that is needed to open it.
struct SealedEntry {
  Draft draft;
  base::Hash seed{};
  std::array<base::Hash, 8> private_salts{};
  base::Hash private_root{};
  base::Hash body_root{};
};

/// The grammar of section 2 by (kind, position): invalid names position, value and rule.
base::Result<> check_public_values(const Values& values);
/// `host` decides NFC of TEXT.
base::Result<> check_private_values(const base::Host& host, Kind kind, const Values& values);

/// H(0x00 || "writ/field/v1\0" || u8 position || salt || u32be length || value); position 0..15.
base::Hash field_leaf(const base::Host& host, std::uint8_t position, const base::Hash& salt, std::string_view value);
/// SHA-256("writ/salt/v1\0" || seed || u8 position); position 8..15.
base::Hash public_salt(const base::Host& host, const base::Hash& seed, std::uint8_t position);
/// RFC 6962 node over eight field leaves, three levels.
base::Hash root_of_eight(const base::Host& host, const std::array<base::Hash, 8>& leaves);
base::Hash public_root(const base::Host& host, const base::Hash& seed, const Values& public_values);
base::Hash private_root(const base::Host& host, const std::array<base::Hash, 8>& salts, const Values& private_values);
/// H(0x01, private_root, public_root)
base::Hash body_root(const base::Host& host, const base::Hash& private_root, const base::Hash& public_root);
/// 0x01 || body_root: 33 bytes.
std::string entry_bytes(const base::Hash& body_root);

/// Checks both grammars, draws seed and salts, computes the roots.
base::Result<SealedEntry> seal_entry(const base::Host& host, base::Random& random, const Draft& draft);

/// HMAC-SHA256(K, "writ/dummy/v1\0" || u64be index)
base::Hash dummy_body_root(const base::Host& host, const base::Hash& key, std::uint64_t index);

}  // namespace writ::log
