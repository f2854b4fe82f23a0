// OpenPGP (RFC 4880) by RNP, in memory: no home folder, no agent, no other process.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"

namespace writ::crypto {

struct PgpKeyPair {
  std::string public_key;  // ASCII armour
  std::string secret_key;  // ASCII armour, without a pass phrase: for test officers only
};

struct PgpKeyRequest {
  std::string user_id;  // "Name <address>"
  base::Time created;
  base::Time expires;  // after `created`, and at most 2^32 - 1 seconds after it
};

/// Ed25519 for signing with a Curve25519 subkey for encryption, as GnuPG makes by default. The keys come from RNP's
/// generator: they are never the same twice.
base::Result<PgpKeyPair> pgp_generate(const PgpKeyRequest& request);

/// Encrypts to the first key of `public_key`: AES-256 with the modification detection code of RFC 4880 section 5.13,
/// not compressed (the length would tell of the content). `name` and `at` stand in the literal packet. invalid names
/// public_key, the fingerprint and the rule: not a key, no part of it can encrypt, expired, revoked or not yet made at
/// `at`; or `content` if it is empty.
base::Result<std::string> pgp_encrypt(std::string_view content, std::string_view public_key, const std::string& name,
                                      base::Time at);

struct PgpKeyCount {
  std::size_t primary = 0;  // keys, each with its subkeys
  std::size_t secret = 0;   // keys and subkeys whose secret part is there
};
/// Of armoured or binary bytes; nothing is counted in what is not a key.
PgpKeyCount pgp_count_keys(std::string_view keys);

/// What the officer's side does. invalid if it was not sealed to this key or was altered.
base::Result<std::string> pgp_decrypt(std::string_view message, std::string_view secret_key);

}  // namespace writ::crypto
