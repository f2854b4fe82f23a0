#include "store/db.h"

#include <doctest/doctest.h>

using namespace writ;

TEST_CASE("a transaction whose body fails leaves nothing behind") {
  store::Db db = store::Db::in_memory();
  REQUIRE(db.script("CREATE TABLE t(a INTEGER PRIMARY KEY, b BLOB) STRICT;"));
  const auto result = db.transaction([&]() -> base::Result<> {
    TRY_VOID(db.run("INSERT INTO t VALUES(1, ?)", {store::Value::blob("x")}));
    return base::invalid("b", "x", "no");
  });
  CHECK_FALSE(result);
  CHECK(*db.integer("SELECT count(*) FROM t") == 0);
}

TEST_CASE("a repeated key is a conflict, not a lost row") {
  store::Db db = store::Db::in_memory();
  REQUIRE(db.script("CREATE TABLE t(a TEXT PRIMARY KEY) STRICT;"));
  REQUIRE(db.run("INSERT INTO t VALUES(?)", {"one"}));
  CHECK(db.run("INSERT INTO t VALUES(?)", {"one"}).error().code == base::Errc::conflict);
}

TEST_CASE("a migration runs once, and one that was edited after it ran is refused") {
  store::Db db = store::Db::in_memory();
  REQUIRE(store::migrate(db, {{"t-001", "CREATE TABLE t(a INTEGER) STRICT;"}}));
  REQUIRE(store::migrate(db, {{"t-001", "CREATE TABLE t(a INTEGER) STRICT;"}}));
  const auto edited = store::migrate(db, {{"t-001", "CREATE TABLE t(b INTEGER) STRICT;"}});
  REQUIRE_FALSE(edited);
  CHECK(edited.error().code == base::Errc::corrupt);
}
