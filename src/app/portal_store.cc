#include "app/portal_store.h"

namespace writ::app {

std::vector<store::Migration> portal_migrations() {
  return {{"app-portal-001",
           "CREATE TABLE portal_choice("
           "  person TEXT PRIMARY KEY,"
           "  language TEXT NOT NULL"
           ") STRICT;"}};
}

base::Result<std::string> PortalStore::language(const std::string& person) const {
  TRY(const auto tag, db_.text("SELECT language FROM portal_choice WHERE person = ?", {person}));
  return tag.value_or("");
}

base::Result<> PortalStore::choose_language(const std::string& person, const std::string& tag) {
  return db_.run(
      "INSERT INTO portal_choice(person, language) VALUES(?, ?) ON CONFLICT(person) DO UPDATE SET language = "
      "excluded.language",
      {person, tag});
}

}  // namespace writ::app
