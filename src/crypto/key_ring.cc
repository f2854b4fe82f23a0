#include <sodium.h>

#include <cstring>

#include "crypto/keys.h"
#include "crypto/private_file.h"
#include "store/db.h"

namespace writ::crypto {

namespace {

const std::vector<store::Migration>& ring_migrations() {
  static const std::vector<store::Migration> steps = {
      {"keys-001", "CREATE TABLE ring_key(name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT;"}};
  return steps;
}

std::string label(std::string_view name) { return "keys.db/" + std::string(name); }

class DbKeyRing final : public KeyRing {
 public:
  DbKeyRing(store::Db db, const base::Hash& master_key, base::Random& random)
      : db_(std::move(db)), master_key_(master_key), random_(random) {}
  ~DbKeyRing() override { sodium_memzero(master_key_.data(), master_key_.size()); }

  base::Result<base::Hash> create(std::string_view name) override {
    const base::Hash key = random_.hash();
    const std::string wrapped = seal(master_key_, base::text(key), label(name), random_);
    auto stored = db_.run("INSERT INTO ring_key(name, wrapped) VALUES(?, ?)", {name, store::Value::blob(wrapped)});
    if (!stored && stored.error().code == base::Errc::conflict) {
      return base::fail(base::Errc::conflict, "key", std::string(name), "exists already; a key is never replaced");
    }
    if (!stored) return std::unexpected(std::move(stored).error());
    return key;
  }

  base::Result<base::Hash> find(std::string_view name) override {
    TRY(const auto wrapped, db_.text("SELECT wrapped FROM ring_key WHERE name = ?", {name}));
    if (!wrapped)
      return base::fail(base::Errc::not_found, "key", std::string(name), "was never made, or was destroyed");
    TRY(std::string plain, unseal(master_key_, *wrapped, label(name)));
    base::Hash key{};
    if (plain.size() != key.size()) return base::fail(base::Errc::corrupt, "key", std::string(name), "is not 32 bytes");
    std::memcpy(key.data(), plain.data(), key.size());
    sodium_memzero(plain.data(), plain.size());
    return key;
  }

  base::Result<> destroy(std::string_view name) override {
    TRY_VOID(db_.run("DELETE FROM ring_key WHERE name = ?", {name}));
    if (db_.changes() == 0)
      return base::fail(base::Errc::not_found, "key", std::string(name), "was never made, or was destroyed");
    return scrub();
  }

  /// Rewrites the file without free pages, then empties the write-ahead log, which holds earlier copies of pages.
  base::Result<> scrub() {
    TRY_VOID(db_.run("VACUUM"));
    return db_.query("PRAGMA wal_checkpoint(TRUNCATE)", {}, [](const store::Row& row) -> base::Result<> {
      if (row.integer(0) == 0) return {};
      return base::fail(base::Errc::unavailable, "keys.db", "",
                        "another reader keeps old pages alive: a destroyed key may still be in them");
    });
  }

 private:
  store::Db db_;
  base::Hash master_key_;
  base::Random& random_;
};

}  // namespace

base::Result<std::unique_ptr<KeyRing>> open_key_ring(const base::Path& path, const base::Hash& master_key,
                                                     base::Random& random) {
  TRY_VOID(make_private(path));  // SQLite gives its -wal and -shm files the mode of the database
  TRY(store::Db db, store::Db::open(path, {.secure_delete = true}));
  TRY_VOID(store::migrate(db, ring_migrations()));
  auto ring = std::make_unique<DbKeyRing>(std::move(db), master_key, random);
  // A process that died between delete and vacuum left pages behind.
  TRY_VOID(ring->scrub());
  return ring;
}

}  // namespace writ::crypto
