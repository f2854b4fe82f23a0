// Keys: the operator's key folder and the ring of keys that can be erased. README "People and keys".
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/files.h"
#include "base/random.h"
#include "base/result.h"

namespace writ::crypto {

/// XChaCha20-Poly1305 (libsodium). The 24-byte nonce stands before the ciphertext; `associated` is authenticated.
std::string seal(const base::Hash& key, std::string_view plain, std::string_view associated, base::Random& random);
/// corrupt if key, associated data or a byte differs.
base::Result<std::string> unseal(const base::Hash& key, std::string_view sealed, std::string_view associated);

/// Keys that can be erased, one for each case and period: rows of keys.db, wrapped by the master key. Names are
/// "case/<id>", "dummies/<first index>", "seeds/<first index>".
class KeyRing {
 public:
  virtual ~KeyRing() = default;
  /// On stable storage when it returns. conflict if the name exists.
  virtual base::Result<base::Hash> create(std::string_view name) = 0;
  /// not_found if it never was or was destroyed.
  virtual base::Result<base::Hash> find(std::string_view name) = 0;
  /// Deletes and vacuums: afterwards nothing sealed under it can be read again.
  virtual base::Result<> destroy(std::string_view name) = 0;
};

/// Opens or makes keys.db.
base::Result<std::unique_ptr<KeyRing>> open_key_ring(const base::Path& path, const base::Hash& master_key,
                                                     base::Random& random);

/// Ed25519 key in libsodium's locked memory.
class SigningKey {
 public:
  static base::Result<SigningKey> from_seed(const base::Hash& seed);
  SigningKey(SigningKey&&) noexcept;
  SigningKey& operator=(SigningKey&&) noexcept;
  ~SigningKey();
  base::Hash public_key() const;
  /// 64 bytes.
  std::string sign(std::string_view message) const;

 private:
  SigningKey() = default;
  struct Secret;
  std::unique_ptr<Secret> secret_;
};

/// STATE/keys: folder 0700, files 0600 (refused if wider), each sealed under the master key with its name as
/// associated data: log.key, promise.key (Ed25519 seeds), package.pem (P-256 key and certificate, PEM).
class KeyFolder {
 public:
  static base::Result<KeyFolder> open(const base::Path& folder, const base::Hash& master_key);
  /// Reads a sealed file; not_found, or corrupt if it was not sealed under this master key and name.
  base::Result<std::string> read(std::string_view name) const;
  /// conflict if it exists.
  base::Result<> write(std::string_view name, std::string_view secret, base::Random& random);
  base::Result<SigningKey> signing_key(std::string_view name) const;
  bool has(std::string_view name) const;

 private:
  KeyFolder(base::Path folder, const base::Hash& master_key) : folder_(std::move(folder)), master_key_(master_key) {}
  base::Path folder_;
  base::Hash master_key_;
};

/// 32 bytes or 64 hex digits from $CREDENTIALS_DIRECTORY/writ-master, else from `file`; the file must be 0600 or
/// narrower.
base::Result<base::Hash> read_master_key(const base::Path& file);

}  // namespace writ::crypto
