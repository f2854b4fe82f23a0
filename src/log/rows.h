// The rows of log_entry and what is sealed in them. Inside log/.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/time.h"
#include "crypto/keys.h"
#include "log/format/entry.h"
#include "store/db.h"

namespace writ::log {

struct EntryRow {
  std::int64_t id = 0;
  base::Hash body_root{};
  std::string case_ref;
  std::string folder;
  std::string kind;
  base::Time committed_at;
  Values public_values;
  std::optional<std::string> seed_key;  // nullopt: published, `opening` is plain
  std::string opening;
  std::string private_part;
  std::string promise;
  std::optional<std::uint64_t> index;
};

/// Seed and private root: with the public values, all that an open line needs.
struct OpeningSecret {
  base::Hash seed{};
  base::Hash private_root{};
};
struct PrivatePart {
  std::array<base::Hash, 8> salts{};
  Values values;
};

std::string seeds_key_name(std::uint64_t period_first);
std::string dummies_key_name(std::uint64_t period_first);
std::string case_key_name(std::string_view case_ref);

/// Finds keys of the ring once; the ring reads its store each time.
class KeyCache {
 public:
  explicit KeyCache(crypto::KeyRing& ring) : ring_(ring) {}
  base::Result<base::Hash> find(const std::string& name);
  /// Makes it if there is none.
  base::Result<base::Hash> find_or_create(const std::string& name);

 private:
  crypto::KeyRing& ring_;
  std::map<std::string, base::Hash> known_;
};

/// What is common to all rows of one insertion.
struct RowContext {
  std::string_view case_ref;
  std::string_view folder;
  base::Time committed_at;
  std::string seed_key;
};
/// Seals and inserts; the row has no index yet. not_found if the case has no key; conflict if the body_root exists.
base::Result<> insert_row(store::Db& db, KeyCache& keys, base::Random& random, const SealedEntry& entry,
                          const RowContext& context, std::string_view promise);

/// `where` is the rest of the statement after FROM log_entry, fixed text of this room.
base::Result<> each_row(store::Db& db, std::string_view where, std::initializer_list<store::Value> values,
                        const std::function<base::Result<>(const EntryRow&)>& each);
base::Result<std::optional<EntryRow>> find_row(store::Db& db, const base::Hash& body_root);

base::Result<OpeningSecret> open_secret(KeyCache& keys, const EntryRow& row);
/// not_found when the case's key was destroyed: the content is erased.
base::Result<PrivatePart> open_private(KeyCache& keys, const EntryRow& row);

/// Seals `opening` (and, of an entry of no case, the private part) under another seeds key: an entry committed before a
/// close and sequenced after it belongs to the next period.
base::Result<> move_to_seed_key(store::Db& db, KeyCache& keys, base::Random& random, const EntryRow& row,
                                const std::string& seed_key);
/// The seed is public from now on: `opening` is stored plain, and the private part of an entry of no case is dropped.
base::Result<> store_plain(store::Db& db, KeyCache& keys, const EntryRow& row);

std::string encode_values(const Values& values);
base::Result<Values> decode_stored(std::string_view bytes);

}  // namespace writ::log
