#include "app/desk_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace writ::app {

std::vector<store::Migration> desk_migrations() {
  return {{"app-desk-001",
           "CREATE TABLE desk_audit("
           "  id INTEGER PRIMARY KEY,"
           "  at INTEGER NOT NULL,"
           "  actor TEXT NOT NULL,"
           "  what TEXT NOT NULL,"
           "  ref TEXT NOT NULL,"
           "  detail TEXT NOT NULL"
           ") STRICT;"
           "CREATE TABLE desk_claim(ref TEXT PRIMARY KEY, person TEXT NOT NULL, at INTEGER NOT NULL) STRICT;"
           "CREATE TABLE desk_page_seen("
           "  ref TEXT NOT NULL, person TEXT NOT NULL, document TEXT NOT NULL, page INTEGER NOT NULL,"
           "  PRIMARY KEY(ref, person, document, page)"
           ") STRICT, WITHOUT ROWID;"
           "CREATE TABLE desk_message("
           "  id INTEGER PRIMARY KEY,"
           "  person TEXT NOT NULL,"
           "  ref TEXT NOT NULL,"
           "  at INTEGER NOT NULL,"
           "  text TEXT NOT NULL,"
           "  read INTEGER NOT NULL"
           ") STRICT;"
           "CREATE INDEX desk_message_person ON desk_message(person, read, id);"
           "CREATE TABLE desk_bulk("
           "  id TEXT PRIMARY KEY,"
           "  person TEXT NOT NULL,"
           "  at INTEGER NOT NULL,"
           "  act TEXT NOT NULL,"
           "  argument TEXT NOT NULL,"
           "  refs TEXT NOT NULL,"
           "  result TEXT NOT NULL"
           ") STRICT;"
           "CREATE TABLE desk_choice(person TEXT PRIMARY KEY, keys TEXT NOT NULL, sound INTEGER NOT NULL) STRICT;"},
          {"app-desk-002",
           "CREATE TABLE desk_identifier(hash BLOB NOT NULL, ref TEXT NOT NULL, PRIMARY KEY(hash, ref)) STRICT, WITHOUT ROWID;"
           "CREATE INDEX desk_identifier_ref ON desk_identifier(ref);"},
          {"app-desk-003",
           "CREATE TABLE desk_view(person TEXT NOT NULL, name TEXT NOT NULL, address TEXT NOT NULL, PRIMARY KEY(person, name))"
           " STRICT, WITHOUT ROWID;"}};
}

base::Result<> DeskStore::audit(std::string_view actor, std::string_view what, std::string_view ref,
                                std::string_view detail) {
  return db_.run("INSERT INTO desk_audit(at, actor, what, ref, detail) VALUES(?, ?, ?, ?, ?)",
                 {base::unix_seconds(clock_.now()), actor, what, ref, detail});
}

base::Result<std::vector<AuditRow>> DeskStore::audit_rows(std::int64_t before, std::size_t rows_max) const {
  std::vector<AuditRow> rows;
  TRY_VOID(db_.query("SELECT id, at, actor, what, ref, detail FROM desk_audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                     {before == 0 ? INT64_MAX : before, rows_max}, [&](const store::Row& row) -> base::Result<> {
                       rows.push_back({row.integer(0), base::from_unix(row.integer(1)), row.text(2), row.text(3),
                                       row.text(4), row.text(5)});
                       return {};
                     }));
  return rows;
}

base::Result<std::optional<Claim>> DeskStore::open_case(const std::string& ref, const std::string& person,
                                                        bool take_over) {
  const base::Time now = clock_.now();
  std::optional<Claim> other;
  TRY_VOID(db_.query("SELECT person, at FROM desk_claim WHERE ref = ? AND person <> ? AND at > ?",
                     {ref, person, base::unix_seconds(now - claim_age_max)},
                     [&](const store::Row& row) -> base::Result<> {
                       other = Claim{row.text(0), base::from_unix(row.integer(1))};
                       return {};
                     }));
  if (other && !take_over) return other;
  // A page that is loaded again soon writes nothing.
  TRY_VOID(
      db_.run("INSERT INTO desk_claim(ref, person, at) VALUES(?1, ?2, ?3) ON CONFLICT(ref) DO UPDATE SET person = "
              "excluded.person, at = excluded.at"
              " WHERE desk_claim.person <> excluded.person OR desk_claim.at < excluded.at - 60",
              {ref, person, base::unix_seconds(now)}));
  return std::optional<Claim>();
}

base::Result<> DeskStore::page_seen(const std::string& ref, const std::string& person, const std::string& document,
                                    int page) {
  return db_.run("INSERT INTO desk_page_seen(ref, person, document, page) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
                 {ref, person, document, page});
}

base::Result<std::set<int>> DeskStore::pages_seen(const std::string& ref, const std::string& person,
                                                  const std::string& document) const {
  std::set<int> pages;
  TRY_VOID(db_.query("SELECT page FROM desk_page_seen WHERE ref = ? AND person = ? AND document = ?",
                     {ref, person, document}, [&](const store::Row& row) -> base::Result<> {
                       pages.insert(static_cast<int>(row.integer(0)));
                       return {};
                     }));
  return pages;
}

base::Result<> DeskStore::tell(const std::string& person, const std::string& ref, std::string_view text) {
  return db_.run("INSERT INTO desk_message(person, ref, at, text, read) VALUES(?, ?, ?, ?, 0)",
                 {person, ref, base::unix_seconds(clock_.now()), text});
}

base::Result<std::vector<DeskMessage>> DeskStore::messages(const std::string& person, bool take) {
  std::vector<DeskMessage> messages;
  TRY_VOID(db_.query("SELECT ref, at, text FROM desk_message WHERE person = ? AND read = 0 ORDER BY id DESC LIMIT 100",
                     {person}, [&](const store::Row& row) -> base::Result<> {
                       messages.push_back({row.text(0), base::from_unix(row.integer(1)), row.text(2)});
                       return {};
                     }));
  if (take && !messages.empty()) TRY_VOID(db_.run("UPDATE desk_message SET read = 1 WHERE person = ?", {person}));
  return messages;
}

base::Result<std::string> DeskStore::keep_list(const BulkList& list, base::Random& random) {
  const std::string id = base::to_hex(random.hash()).substr(0, 24);
  const std::string refs = nlohmann::json(list.refs).dump();
  TRY_VOID(db_.run("INSERT INTO desk_bulk(id, person, at, act, argument, refs, result) VALUES(?, ?, ?, ?, ?, ?, '')",
                   {id, list.person, base::unix_seconds(clock_.now()), list.act, list.argument, refs}));
  return id;
}

base::Result<BulkList> DeskStore::list(const std::string& id, const std::string& person) const {
  std::optional<BulkList> found;
  TRY_VOID(db_.query("SELECT id, person, act, argument, refs, result FROM desk_bulk WHERE id = ? AND person = ?",
                     {id, person}, [&](const store::Row& row) -> base::Result<> {
                       const auto refs = nlohmann::json::parse(row.text(4), nullptr, false);
                       if (!refs.is_array())
                         return base::fail(base::Errc::corrupt, "desk_bulk", id, "is not the list that was written");
                       found = BulkList{
                           row.text(0), row.text(1), row.text(2), row.text(3), refs.get<std::vector<std::string>>(),
                           row.text(5)};
                       return {};
                     }));
  if (!found) return base::fail(base::Errc::not_found, "list", id, "there is no such list");
  return *found;
}

base::Result<> DeskStore::list_done(const std::string& id, const std::string& result) {
  return db_.run("UPDATE desk_bulk SET result = ? WHERE id = ?", {result, id});
}

base::Result<std::vector<SavedView>> DeskStore::views(const std::string& person) const {
  std::vector<SavedView> views;
  TRY_VOID(db_.query("SELECT name, address FROM desk_view WHERE person = ? ORDER BY name", {person},
                     [&](const store::Row& row) -> base::Result<> {
                       views.push_back({row.text(0), row.text(1)});
                       return {};
                     }));
  return views;
}

base::Result<> DeskStore::save_view(const std::string& person, const SavedView& view) {
  if (view.name.empty() || view.name.size() > view_name_bytes_max)
    return base::invalid("name", view.name, "is 1 to 60 bytes");
  TRY(const auto kept, views(person));
  const bool known = std::ranges::find(kept, view.name, &SavedView::name) != kept.end();
  if (!known && kept.size() >= views_max)
    return base::fail(base::Errc::conflict, "name", view.name, "would be the 21st view: remove one first");
  return db_.run("INSERT INTO desk_view(person, name, address) VALUES(?, ?, ?) ON CONFLICT(person, name) DO UPDATE SET address = excluded.address",
                 {person, view.name, view.address});
}

base::Result<> DeskStore::remove_view(const std::string& person, const std::string& name) {
  return db_.run("DELETE FROM desk_view WHERE person = ? AND name = ?", {person, name});
}

base::Result<DeskChoices> DeskStore::choices(const std::string& person) const {
  DeskChoices choices;
  TRY_VOID(db_.query("SELECT keys, sound FROM desk_choice WHERE person = ?", {person},
                     [&](const store::Row& row) -> base::Result<> {
                       choices = {row.text(0), row.integer(1) != 0};
                       return {};
                     }));
  return choices;
}

base::Result<> DeskStore::choose(const std::string& person, const DeskChoices& choices) {
  if (choices.keys != "on" && choices.keys != "alt" && choices.keys != "off")
    return base::invalid("keys", choices.keys, "is on, alt or off");
  return db_.run(
      "INSERT INTO desk_choice(person, keys, sound) VALUES(?, ?, ?) ON CONFLICT(person) DO UPDATE SET keys = "
      "excluded.keys, sound = excluded.sound",
      {person, choices.keys, choices.sound});
}

}  // namespace writ::app
