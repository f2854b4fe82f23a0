#include "store/db.h"

namespace writ::store {

base::Result<> migrate(Db& db, const std::vector<Migration>& migrations) {
  TRY_VOID(db.script("CREATE TABLE IF NOT EXISTS schema_migration(name TEXT PRIMARY KEY, sql TEXT NOT NULL) STRICT;"));
  for (const Migration& step : migrations) {
    TRY_VOID(db.transaction([&]() -> base::Result<> {
      TRY(const auto done, db.text("SELECT sql FROM schema_migration WHERE name = ?", {step.name}));
      if (done && *done != step.sql) {
        return base::fail(base::Errc::corrupt, "schema_migration", std::string(step.name),
                          "was run with another text; a migration is never edited, a new one follows");
      }
      if (done) return {};
      TRY_VOID(db.script(step.sql));
      return db.run("INSERT INTO schema_migration(name, sql) VALUES(?, ?)", {step.name, step.sql});
    }));
  }
  return {};
}

}  // namespace writ::store
