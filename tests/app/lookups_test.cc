#include "app/lookups.h"

#include <doctest/doctest.h>

using namespace writ;

TEST_CASE("a question to the messenger is on file with who, for which case and a hash that hides the identifier") {
  store::Db db = store::Db::in_memory();
  REQUIRE(store::migrate(db, app::lookup_migrations()));
  base::ManualClock clock(*base::parse_time("2024-05-01T10:00:00Z"));
  app::Lookups lookups(db, clock, base::Hash{1});
  lookups.asking("person-1", "WR-2024-00001");
  const provider::Audit audit = lookups.audit();
  audit.record({.source = "synapse",
                .selector_kind = legal::SelectorKind::phone_number,
                .selector_hash = audit.hash(base::view("+12025550123")),
                .categories = {"ip_address"},
                .as_of = clock.now(),
                .rows_read = 3,
                .accounts = 1,
                .duration = std::chrono::microseconds(120),
                .refused = ""});
  CHECK(*db.integer("SELECT count(*) FROM lookup") == 0);  // not before it is put on file
  REQUIRE(lookups.put_on_file());
  CHECK(*db.text("SELECT actor || ' ' || case_ref || ' ' || categories || ' ' || rows_read FROM lookup") == "person-1 WR-2024-00001 ip_address 3");
  CHECK(*db.integer("SELECT count(*) FROM lookup WHERE hex(selector_hash) LIKE '%32303235353530%'") == 0);
  CHECK(audit.hash(base::view("+12025550123")) != app::Lookups(db, clock, base::Hash{2}).audit().hash(base::view("+12025550123")));
}
