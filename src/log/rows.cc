#include "log/rows.h"

#include <cstring>

namespace writ::log {

namespace {

constexpr std::size_t hash_bytes = sizeof(base::Hash);

std::string opening_label(const base::Hash& body_root) { return "writ/opening/v1/" + base::to_hex(body_root); }
std::string private_label(const base::Hash& body_root) { return "writ/private/v1/" + base::to_hex(body_root); }

/// The key that hides the private part: the case's, so that it can be erased with the case.
std::string private_key_name(std::string_view case_ref, const std::string& seed_key) {
  return case_ref.empty() ? seed_key : case_key_name(case_ref);
}

base::Hash hash_at(std::string_view bytes, std::size_t at) {
  base::Hash hash{};
  std::memcpy(hash.data(), bytes.data() + at, hash_bytes);
  return hash;
}

std::unexpected<base::Error> damaged(const base::Hash& body_root, const char* what) {
  return base::fail(base::Errc::corrupt, "log_entry " + base::to_hex(body_root), what,
                    "does not have the form in which it was stored");
}

std::string plain_opening(const OpeningSecret& secret) {
  return std::string(base::text(secret.seed)) + std::string(base::text(secret.private_root));
}

std::string plain_private(const std::array<base::Hash, 8>& salts, const Values& values) {
  std::string out;
  for (const base::Hash& salt : salts) out += base::text(salt);
  return out + encode_values(values);
}

EntryRow row_of(const store::Row& row, Values values) {
  EntryRow entry;
  entry.id = row.integer(0);
  entry.body_root = row.hash(1);
  entry.case_ref = row.text(2);
  entry.folder = row.text(3);
  entry.kind = row.text(4);
  entry.committed_at = base::from_unix(row.integer(5));
  entry.public_values = std::move(values);
  entry.seed_key = row.text_or_null(7);
  entry.opening = row.text(8);
  entry.private_part = row.text(9);
  entry.promise = row.text(10);
  if (const auto index = row.integer_or_null(11)) entry.index = static_cast<std::uint64_t>(*index);
  return entry;
}

}  // namespace

std::string seeds_key_name(std::uint64_t period_first) { return "seeds/" + std::to_string(period_first); }
std::string dummies_key_name(std::uint64_t period_first) { return "dummies/" + std::to_string(period_first); }
std::string case_key_name(std::string_view case_ref) { return "case/" + std::string(case_ref); }

base::Result<base::Hash> KeyCache::find(const std::string& name) {
  if (const auto found = known_.find(name); found != known_.end()) return found->second;
  TRY(const base::Hash key, ring_.find(name));
  known_.emplace(name, key);
  return key;
}

base::Result<base::Hash> KeyCache::find_or_create(const std::string& name) {
  auto found = find(name);
  if (found || found.error().code != base::Errc::not_found) return found;
  TRY(const base::Hash key, ring_.create(name));
  known_.emplace(name, key);
  return key;
}

std::string encode_values(const Values& values) {
  std::string out;
  for (const std::string& value : values) {
    const auto size = static_cast<std::uint32_t>(value.size());
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>((size >> shift) & 0xff));
    out += value;
  }
  return out;
}

base::Result<Values> decode_stored(std::string_view bytes) {
  Values values;
  for (std::string& value : values) {
    if (bytes.size() < 4)
      return base::fail(base::Errc::corrupt, "values", std::to_string(bytes.size()),
                        "eight values, each after its length");
    std::uint32_t size = 0;
    for (std::size_t i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(bytes[i]);
    bytes.remove_prefix(4);
    if (bytes.size() < size)
      return base::fail(base::Errc::corrupt, "values", std::to_string(size), "a value is shorter than its length says");
    value = std::string(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  if (!bytes.empty())
    return base::fail(base::Errc::corrupt, "values", std::to_string(bytes.size()),
                      "eight values and nothing after them");
  return values;
}

base::Result<> insert_row(store::Db& db, KeyCache& keys, base::Random& random, const SealedEntry& entry,
                          const RowContext& context, std::string_view promise) {
  TRY(const base::Hash seeds, keys.find(context.seed_key));
  TRY(const base::Hash hiding, keys.find(private_key_name(context.case_ref, context.seed_key)));
  const std::string opening =
      crypto::seal(seeds, plain_opening({entry.seed, entry.private_root}), opening_label(entry.body_root), random);
  const std::string part = crypto::seal(hiding, plain_private(entry.private_salts, entry.draft.private_values),
                                        private_label(entry.body_root), random);
  const std::string values = encode_values(entry.draft.public_values);
  return db.run(
      "INSERT INTO log_entry(body_root, case_ref, folder, kind, committed_at, public_values, seed_key, opening, "
      "private_part, promise)"
      " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {entry.body_root, context.case_ref, context.folder, entry.draft.public_values[0],
       base::unix_seconds(context.committed_at), store::Value::blob(values), context.seed_key,
       store::Value::blob(opening), store::Value::blob(part), promise});
}

base::Result<> each_row(store::Db& db, std::string_view where, std::initializer_list<store::Value> values,
                        const std::function<base::Result<>(const EntryRow&)>& each) {
  const std::string sql =
      "SELECT id, body_root, case_ref, folder, kind, committed_at, public_values, seed_key, opening, private_part, "
      "promise, idx"
      " FROM log_entry " +
      std::string(where);
  return db.query(sql, values, [&](const store::Row& row) -> base::Result<> {
    TRY(Values decoded, decode_stored(row.text(6)));
    return each(row_of(row, std::move(decoded)));
  });
}

base::Result<std::optional<EntryRow>> find_row(store::Db& db, const base::Hash& body_root) {
  std::optional<EntryRow> found;
  TRY_VOID(each_row(db, "WHERE body_root = ?", {body_root}, [&](const EntryRow& row) {
    found = row;
    return base::Result<>();
  }));
  return found;
}

base::Result<OpeningSecret> open_secret(KeyCache& keys, const EntryRow& row) {
  std::string plain = row.opening;
  if (row.seed_key) {
    TRY(const base::Hash key, keys.find(*row.seed_key));
    TRY(plain, crypto::unseal(key, row.opening, opening_label(row.body_root)));
  }
  if (plain.size() != 2 * hash_bytes) return damaged(row.body_root, "opening");
  return OpeningSecret{hash_at(plain, 0), hash_at(plain, hash_bytes)};
}

base::Result<PrivatePart> open_private(KeyCache& keys, const EntryRow& row) {
  if (row.case_ref.empty() && !row.seed_key) {
    return base::fail(base::Errc::not_found, "log_entry " + base::to_hex(row.body_root), "",
                      "its private part was dropped when it was published");
  }
  TRY(const base::Hash key, keys.find(private_key_name(row.case_ref, row.seed_key.value_or(""))));
  TRY(const std::string plain, crypto::unseal(key, row.private_part, private_label(row.body_root)));
  PrivatePart part;
  if (plain.size() < part.salts.size() * hash_bytes) return damaged(row.body_root, "private part");
  for (std::size_t i = 0; i < part.salts.size(); ++i) part.salts[i] = hash_at(plain, i * hash_bytes);
  TRY(part.values, decode_stored(std::string_view(plain).substr(part.salts.size() * hash_bytes)));
  return part;
}

base::Result<> move_to_seed_key(store::Db& db, KeyCache& keys, base::Random& random, const EntryRow& row,
                                const std::string& seed_key) {
  TRY(const OpeningSecret secret, open_secret(keys, row));
  TRY(const base::Hash key, keys.find(seed_key));
  const std::string opening = crypto::seal(key, plain_opening(secret), opening_label(row.body_root), random);
  std::string part = row.private_part;
  if (row.case_ref.empty()) {
    TRY(const PrivatePart open, open_private(keys, row));
    part = crypto::seal(key, plain_private(open.salts, open.values), private_label(row.body_root), random);
  }
  return db.run("UPDATE log_entry SET seed_key = ?, opening = ?, private_part = ? WHERE id = ?",
                {seed_key, store::Value::blob(opening), store::Value::blob(part), row.id});
}

base::Result<> store_plain(store::Db& db, KeyCache& keys, const EntryRow& row) {
  TRY(const OpeningSecret secret, open_secret(keys, row));
  const std::string opening = plain_opening(secret);
  const std::string part = row.case_ref.empty() ? std::string() : row.private_part;
  return db.run("UPDATE log_entry SET seed_key = NULL, opening = ?, private_part = ? WHERE id = ?",
                {store::Value::blob(opening), store::Value::blob(part), row.id});
}

}  // namespace writ::log
