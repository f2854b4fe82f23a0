#include <doctest/doctest.h>

#include "provider/sql_client.h"

using namespace writ::provider::sql;

namespace {
std::string bound(Engine engine, const char* statement) {
  const auto result = bind_names(engine, statement);
  REQUIRE_MESSAGE(result.has_value(), statement);
  std::string text = result->statement;
  for (const auto& name : result->order) text += "|" + name;
  return text;
}
}  // namespace

TEST_CASE("a value stands as :name in every engine's statement and travels apart from it") {
  CHECK(bound(Engine::postgresql, "SELECT a FROM t WHERE b = :x AND c > :y AND d = :x") ==
        "SELECT a FROM t WHERE b = $1 AND c > $2 AND d = $1|x|y");
  CHECK(bound(Engine::mariadb, "SELECT a FROM t WHERE b = :x AND d = :x;  ") ==
        "SELECT a FROM t WHERE b = ? AND d = ?  |x|x");
  CHECK(bound(Engine::sqlite, "SELECT [a:b] FROM t WHERE b=:x_1") == "SELECT [a:b] FROM t WHERE b=?|x_1");
}

TEST_CASE("a colon in a literal, a quoted name, a comment or a cast is no value") {
  CHECK(bound(Engine::postgresql, "SELECT ':no', \"a:b\", x::text, E'\\':no' -- :no\n FROM t /* :no /* :no */ */") ==
        "SELECT ':no', \"a:b\", x::text, E'\\':no' \n FROM t  ");
  CHECK(bound(Engine::mariadb, "SELECT 'it''s :no', 'a\\':no', `c:d` # :no\n FROM t") ==
        "SELECT 'it''s :no', 'a\\':no', `c:d` \n FROM t");
  CHECK(bound(Engine::postgresql, "SELECT $a$ :no ; $a$, a$b FROM t") == "SELECT $a$ :no ; $a$, a$b FROM t");
}

TEST_CASE("a second statement, something left open and unnamed values are refused") {
  for (const char* bad : {"SELECT 1; DROP TABLE t", "SELECT 'open", "SELECT 1 /* open", "SELECT \"open", "", " ;"}) {
    CAPTURE(bad);
    CHECK_FALSE(bind_names(Engine::postgresql, bad));
    CHECK_FALSE(bind_names(Engine::mariadb, bad));
    CHECK_FALSE(bind_names(Engine::sqlite, bad));
  }
  CHECK_FALSE(bind_names(Engine::postgresql, "SELECT $1"));
  CHECK_FALSE(bind_names(Engine::mariadb, "SELECT ?"));
  CHECK_FALSE(bind_names(Engine::sqlite, "SELECT @x"));
  CHECK_FALSE(bind_names(Engine::mariadb, "SELECT 1 /*!50000 , password */"));
}
