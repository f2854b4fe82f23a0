#include "people/sessions.h"

#include <sodium.h>

#include "crypto/native_host.h"

namespace writ::people {

namespace {

std::string id_of(std::string_view cookie) {
  return base::to_hex(crypto::sha256("writ/session/" + std::string(cookie)));
}

Session session_from(const store::Row& row) {
  return {.id = row.text(0),
          .person = row.text(1),
          .face = row.text(2),
          .method = row.text(3),
          .created = base::from_unix(row.integer(4)),
          .seen = base::from_unix(row.integer(5)),
          .csrf = {}};
}

}  // namespace

std::string csrf_of(std::string_view cookie) {
  return base::to_hex(crypto::sha256("writ/form/" + std::string(cookie)));
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

base::Result<Sessions::Started> Sessions::start(const std::string& person, std::string_view face,
                                                std::string_view method) {
  const base::Time now = clock_.now();
  Started started;
  started.cookie = base::to_hex(random_.hash());
  started.session = {id_of(started.cookie),  person, std::string(face), std::string(method), now, now,
                     csrf_of(started.cookie)};
  TRY_VOID(db_.transaction([&]() -> base::Result<> {
    TRY_VOID(db_.run("DELETE FROM session WHERE created < ? OR seen < ?",
                     {base::unix_seconds(now - session_age_max), base::unix_seconds(now - session_idle_max)}));
    return db_.run("INSERT INTO session(id, person, face, method, created, seen, word) VALUES(?, ?, ?, ?, ?, ?, '')",
                   {started.session.id, person, face, method, base::unix_seconds(now), base::unix_seconds(now)});
  }));
  return started;
}

base::Result<Session> Sessions::find(std::string_view cookie, std::string_view face, Use use) {
  const base::Time now = clock_.now();
  std::optional<Session> found;
  TRY_VOID(db_.query("SELECT id, person, face, method, created, seen FROM session WHERE id = ?", {id_of(cookie)},
                     [&](const store::Row& row) -> base::Result<> {
                       found = session_from(row);
                       return {};
                     }));
  if (!found || found->face != face || now - found->created > session_age_max || now - found->seen > session_idle_max)
    return base::fail(base::Errc::denied, "session", "", "has ended: sign in again");
  // A disk that is full ends no session: this one only counts as idle for longer than it was.
  if (use == Use::somebodys_doing && now - found->seen >= session_touch_every)
    static_cast<void>(db_.run("UPDATE session SET seen = ? WHERE id = ?", {base::unix_seconds(now), found->id}));
  found->csrf = csrf_of(cookie);
  return *found;
}

base::Result<> Sessions::end(const std::string& id) { return db_.run("DELETE FROM session WHERE id = ?", {id}); }

base::Result<> Sessions::end_all(const std::string& person, const std::string& except_id) {
  return db_.run("DELETE FROM session WHERE person = ? AND id <> ?", {person, except_id});
}

base::Result<std::vector<Session>> Sessions::of(const std::string& person) const {
  const base::Time now = clock_.now();
  std::vector<Session> list;
  TRY_VOID(db_.query(
      "SELECT id, person, face, method, created, seen FROM session WHERE person = ? AND created >= ? AND seen >= ?"
      " ORDER BY created DESC, id",
      {person, base::unix_seconds(now - session_age_max), base::unix_seconds(now - session_idle_max)},
      [&](const store::Row& row) -> base::Result<> {
        list.push_back(session_from(row));
        return {};
      }));
  return list;
}

base::Result<> Sessions::leave_word(const std::string& id, std::string_view word) {
  return db_.run("UPDATE session SET word = ? WHERE id = ?", {word, id});
}

base::Result<std::string> Sessions::take_word(const std::string& id) {
  TRY(const auto word, db_.text("SELECT word FROM session WHERE id = ?", {id}));
  if (!word || word->empty()) return std::string();
  TRY_VOID(db_.run("UPDATE session SET word = '' WHERE id = ?", {id}));
  return *word;
}

}  // namespace writ::people
