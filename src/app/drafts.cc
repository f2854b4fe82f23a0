#include "app/drafts.h"

#include <nlohmann/json.hpp>

#include "app/documents.h"

namespace writ::app {

namespace {

std::string key_name(const std::string& id) { return "draft/" + id; }

base::Error no_such_draft(const std::string& id) {
  return {base::Errc::not_found, "draft", id, "there is no such draft among yours"};
}

Draft head_from(const store::Row& row) {
  return {.id = row.text(0),
          .owner = row.text(1),
          .road = row.text(2),
          .created = base::from_unix(row.integer(3)),
          .changed = base::from_unix(row.integer(4)),
          .ref = row.text(5),
          .fields = {}};
}

constexpr std::string_view columns = "id, owner, road, created, changed, ref";

base::Result<std::string> sealed(Deployment& deployment, const base::Hash& key, const std::string& id,
                                 const DraftFields& fields) {
  const std::string json = nlohmann::json(fields).dump();
  if (json.size() > draft_bytes_max)
    return base::invalid("draft", std::to_string(json.size()) + " bytes",
                         "is at most 4 MiB in all its fields together");
  return crypto::seal(key, json, key_name(id), deployment.random);
}

}  // namespace

std::vector<store::Migration> draft_migrations() {
  // sealed: JSON of the fields under the key draft/<id>; empty once it was sent.
  return {{"app-drafts-001",
           "CREATE TABLE draft("
           "  id TEXT PRIMARY KEY,"
           "  owner TEXT NOT NULL,"
           "  road TEXT NOT NULL,"
           "  created INTEGER NOT NULL,"
           "  changed INTEGER NOT NULL,"
           "  ref TEXT NOT NULL,"
           "  sealed BLOB NOT NULL"
           ") STRICT;"
           "CREATE INDEX draft_owner ON draft(owner, ref, changed);"
           "CREATE INDEX draft_changed ON draft(changed);"}};
}

base::Result<Draft> Drafts::create(const std::string& owner, const std::string& road, const DraftFields& fields) {
  TRY(const auto open, deployment_.db.integer("SELECT count(*) FROM draft WHERE owner = ? AND ref = ''", {owner}));
  if (static_cast<std::size_t>(open.value_or(0)) >= drafts_max)
    return base::fail(base::Errc::conflict, "drafts", std::to_string(*open),
                      "one officer has at most 50 open drafts: delete one first");
  const base::Time now = deployment_.clock.now();
  Draft draft{.id = base::to_hex(deployment_.random.hash()).substr(0, 32),
              .owner = owner,
              .road = road,
              .created = now,
              .changed = now,
              .ref = {},
              .fields = fields};
  TRY(const base::Hash key, deployment_.keys->create(key_name(draft.id)));
  TRY(const std::string bytes, sealed(deployment_, key, draft.id, fields));
  TRY_VOID(deployment_.db.run(
      "INSERT INTO draft(id, owner, road, created, changed, ref, sealed) VALUES(?, ?, ?, ?, ?, '', ?)",
      {draft.id, owner, road, base::unix_seconds(now), base::unix_seconds(now), store::Value::blob(bytes)}));
  return draft;
}

base::Result<Draft> Drafts::find(const std::string& owner, const std::string& id) const {
  std::optional<Draft> found;
  std::string bytes;
  TRY_VOID(deployment_.db.query("SELECT " + std::string(columns) + ", sealed FROM draft WHERE id = ? AND owner = ?",
                                {id, owner}, [&](const store::Row& row) -> base::Result<> {
                                  found = head_from(row);
                                  bytes = row.text(6);
                                  return {};
                                }));
  // Past its time it is gone, whether the daily sweep has come by or not.
  if (!found || found->expires() < deployment_.clock.now()) return std::unexpected(no_such_draft(id));
  if (!found->ref.empty()) return std::move(*found);
  TRY(const base::Hash key, deployment_.keys->find(key_name(id)));
  TRY(const std::string json, crypto::unseal(key, bytes, key_name(id)));
  const auto fields = nlohmann::json::parse(json, nullptr, false);
  if (!fields.is_object()) return base::fail(base::Errc::corrupt, "draft", id, "does not read");
  for (const auto& [name, value] : fields.items())
    found->fields[name] = value.is_string() ? value.get<std::string>() : "";
  return std::move(*found);
}

base::Result<std::vector<Draft>> Drafts::list(const std::string& owner) const {
  std::vector<Draft> drafts;
  TRY_VOID(
      deployment_.db.query("SELECT " + std::string(columns) +
                               " FROM draft WHERE owner = ? AND ref = '' AND changed >= ? ORDER BY changed DESC, id",
                           {owner, base::unix_seconds(deployment_.clock.now() - draft_age_max)},
                           [&](const store::Row& row) -> base::Result<> {
                             drafts.push_back(head_from(row));
                             return {};
                           }));
  return drafts;
}

base::Result<> Drafts::put(const std::string& owner, const std::string& id, const DraftFields& fields) {
  return deployment_.db.transaction([&]() -> base::Result<> {
    TRY(Draft draft, find(owner, id));
    if (!draft.ref.empty())
      return base::fail(base::Errc::conflict, "draft", draft.ref,
                        "was sent already: it is the request of this reference");
    for (const auto& [name, value] : fields) draft.fields[name] = value;
    TRY(const base::Hash key, deployment_.keys->find(key_name(id)));
    TRY(const std::string bytes, sealed(deployment_, key, id, draft.fields));
    return deployment_.db.run("UPDATE draft SET sealed = ?, changed = ? WHERE id = ?",
                              {store::Value::blob(bytes), base::unix_seconds(deployment_.clock.now()), id});
  });
}

base::Result<> Drafts::sent(const std::string& owner, const std::string& id, const std::string& ref) {
  return deployment_.db.run("UPDATE draft SET ref = ?, sealed = x'' WHERE id = ? AND owner = ?", {ref, id, owner});
}

void Drafts::forget_key(const std::string& id) {
  // What it sealed is empty already; one that stays after a fault goes with the daily sweep.
  static_cast<void>(deployment_.keys->destroy(key_name(id)));
}

base::Result<> Drafts::remove(const std::string& owner, const std::string& id) {
  const auto found = find(owner, id);
  if (!found) return found.error().code == base::Errc::not_found ? base::Result<>() : std::unexpected(found.error());
  if (!found->ref.empty())
    return base::fail(base::Errc::conflict, "draft", found->ref, "was sent already: withdraw the request instead");
  return erase(id);
}

base::Result<> Drafts::erase(const std::string& id) {
  const auto destroyed = deployment_.keys->destroy(key_name(id));
  if (!destroyed && destroyed.error().code != base::Errc::not_found) return destroyed;
  TRY_VOID(Documents(deployment_).forget(subject_of(id)));
  return deployment_.db.run("DELETE FROM draft WHERE id = ?", {id});
}

base::Result<std::size_t> Drafts::erase_expired() {
  std::vector<std::string> ids;
  TRY_VOID(deployment_.db.query("SELECT id FROM draft WHERE changed < ?",
                                {base::unix_seconds(deployment_.clock.now() - draft_age_max)},
                                [&](const store::Row& row) -> base::Result<> {
                                  ids.push_back(row.text(0));
                                  return {};
                                }));
  for (const std::string& id : ids) TRY_VOID(erase(id));
  return ids.size();
}

}  // namespace writ::app
