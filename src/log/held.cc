#include "log/held.h"

#include "log/held_rows.h"

namespace writ::log {

namespace {

/// private_root || salt8 || siblings: what a held line shows beside its index.
std::string encode_kept(const HeldLine& line) {
  std::string bytes = hash_value(line.private_root) + hash_value(line.salt8);
  for (const base::Hash& sibling : line.siblings) bytes += hash_value(sibling);
  return bytes;
}

base::Result<HeldLine> decode_kept(std::uint64_t index, const std::string& bytes) {
  constexpr std::size_t hash_bytes = 32;
  HeldLine line{.index = index};
  if (bytes.size() != (2 + line.siblings.size()) * hash_bytes)
    return base::fail(base::Errc::corrupt, "log_held", std::to_string(index), "has a line of another length");
  const auto hash_at = [&](std::size_t place) { return value_hash(bytes.substr(place * hash_bytes, hash_bytes)); };
  line.private_root = hash_at(0);
  line.salt8 = hash_at(1);
  for (std::size_t i = 0; i < line.siblings.size(); ++i) line.siblings[i] = hash_at(2 + i);
  return line;
}

base::Result<HeldLine> line_of(const base::Host& host, KeyCache& keys, const EntryRow& row) {
  TRY(const OpeningSecret secret, open_secret(keys, row));
  SealedEntry sealed;
  sealed.seed = secret.seed;
  sealed.private_root = secret.private_root;
  sealed.draft.public_values = row.public_values;
  return held_line(host, *row.index, sealed);
}

}  // namespace

base::Result<> require_unreported(store::Db& db, const base::Hash& request) {
  TRY(const auto found, find_row(db, request));
  if (!found || found->kind != name_of(Kind::request))
    return base::fail(base::Errc::not_found, "request", base::to_hex(request), "is not the entry of a request");
  if (!found->index) return {};  // of no period yet
  TRY(const auto made, db.integer("SELECT COUNT(*) FROM log_period WHERE first_index <= ? AND close_index >= ? "
                                  "AND report_root IS NOT NULL",
                                  {*found->index, *found->index}));
  if (made.value_or(0) == 0) return {};
  return base::fail(base::Errc::conflict, "request", base::to_hex(request),
                    "the report of its period was made: what it shows of the row stays as it is");
}

base::Result<> hold_request(store::Db& db, const base::Hash& request) {
  TRY_VOID(require_unreported(db, request));
  return db.run("INSERT OR IGNORE INTO log_held(body_root, line) VALUES(?, NULL)", {request});
}

base::Result<> show_request(store::Db& db, const base::Hash& request) {
  TRY_VOID(require_unreported(db, request));
  return db.run("DELETE FROM log_held WHERE body_root = ?", {request});
}

base::Result<> HeldRows::read(store::Db& db) {
  return db.query("SELECT body_root, line FROM log_held", {}, [&](const store::Row& row) {
    lines_.emplace(row.hash(0), row.text_or_null(1));
    return base::Result<>();
  });
}

base::Result<std::string> HeldRows::text(const base::Host& host, KeyCache& keys, const EntryRow& row) const {
  const std::optional<std::string>& kept = lines_.at(row.body_root);
  TRY(const HeldLine line, kept ? decode_kept(*row.index, *kept) : line_of(host, keys, row));
  return format_line(line) + "\n";
}

base::Result<> keep_held(store::Db& db, const base::Host& host, KeyCache& keys, base::Random& random,
                         const EntryRow& row) {
  TRY(const HeldLine line, line_of(host, keys, row));
  TRY_VOID(db.run("UPDATE log_held SET line = ? WHERE body_root = ?",
                  {store::Value::blob(encode_kept(line)), row.body_root}));
  const std::string case_key = case_key_name(row.case_ref);
  const auto key = keys.find(case_key);
  if (key) return move_to_seed_key(db, keys, random, row, case_key);
  if (key.error().code != base::Errc::not_found) return std::unexpected(key.error());
  // The case was erased: nobody can make its receipt again, so nobody needs the seed.
  return db.run("UPDATE log_entry SET seed_key = ?, opening = ? WHERE id = ?",
                {case_key, store::Value::blob(std::string_view()), row.id});
}

}  // namespace writ::log
