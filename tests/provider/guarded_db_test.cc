#include "provider/guarded_db.h"

#include "synapse_file.h"

using namespace writ;
using namespace writ::provider;

namespace {

base::Result<> try_sql(const SynapseFile& file, const char* sql, const ReadLimits& limits = {}) {
  TRY(GuardedDb db, GuardedDb::open("messenger", file.path(), synapse_allow_list(), limits));
  return db.query("test", sql, {}, [](const store::Row&) { return base::Result<>(); });
}

}  // namespace

TEST_CASE("secrets, messages and keys cannot be read through the connector's connection, whatever the SQL") {
  SynapseFile file;
  file.user("@a:x.example", "2024-01-01T00:00:00Z");
  for (const char* sql : {
           "SELECT token FROM access_tokens",
           "SELECT access_token FROM user_ips",
           "SELECT password_hash FROM users",
           "SELECT * FROM user_ips",
           "SELECT * FROM users",
           "SELECT json FROM event_json",
           "SELECT key_json FROM e2e_device_keys_json",
           "SELECT count(*) FROM access_tokens",
           "SELECT name FROM users WHERE password_hash LIKE '$2b%'",
           "SELECT name FROM users ORDER BY password_hash",
           "SELECT u.name FROM users u JOIN access_tokens t ON t.user_id = u.name",
           "SELECT name FROM users WHERE EXISTS (SELECT 1 FROM event_json WHERE json <> '')",
           "SELECT rowid FROM users",
           "SELECT sql FROM sqlite_master",
           "SELECT readfile('/etc/hostname')",
           "SELECT load_extension('x')",
           "SELECT name FROM pragma_table_info('users')",
           "PRAGMA journal_mode=DELETE",
           "PRAGMA query_only=OFF",
           "ATTACH 'other.db' AS other",
           "DELETE FROM users",
           "UPDATE users SET creation_ts = 0",
           "INSERT INTO user_threepids VALUES('a', 'b', 'c', 0, 0)",
           "CREATE TABLE t(a)",
           "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
           "COMMIT",
       }) {
    const auto result = try_sql(file, sql);
    REQUIRE_FALSE_MESSAGE(result.has_value(), sql);
    CHECK(result.error().field == "messenger");
    const bool no_such_function = result.error().rule.find("no such function") != std::string::npos;
    CHECK_MESSAGE((result.error().code == base::Errc::denied || no_such_function),
                  sql << ": " << result.error().message());
  }
  CHECK(try_sql(file, "SELECT name, creation_ts FROM users"));
}

TEST_CASE("a view that wraps a secret under an allowed name is refused") {
  SynapseFile file;
  REQUIRE(
      file.db().script("DROP TABLE user_threepids; CREATE VIEW user_threepids AS SELECT user_id, 'email' AS medium, "
                       "token AS address, 0 AS added_at FROM access_tokens;"));
  const auto result = try_sql(file, "SELECT address FROM user_threepids");
  REQUIRE_FALSE(result);
  CHECK(result.error().code == base::Errc::denied);
  CHECK(result.error().value.starts_with("access_tokens."));
}

TEST_CASE("an error names the column that was refused") {
  SynapseFile file;
  const auto result = try_sql(file, "SELECT password_hash FROM users");
  REQUIRE_FALSE(result);
  CHECK(result.error().value == "users.password_hash");
  CHECK(result.error().rule.starts_with("allow-list"));
}

TEST_CASE("a question that takes longer than its time limit ends with an error of that name") {
  SynapseFile file;
  REQUIRE(
      file.db().script("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO "
                       "users SELECT 'u' || i, '', i, 0 FROM n"));
  const auto result =
      try_sql(file, "SELECT max(a.creation_ts + b.creation_ts + c.creation_ts) FROM users a, users b, users c",
              {.time_max = std::chrono::milliseconds(50)});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == base::Errc::unavailable);
  CHECK(result.error().rule == "time limit: not read within 50 ms");
}

TEST_CASE("a question that reads more rows than its cap ends with an error of that name, not with a shorter list") {
  SynapseFile file;
  for (int i = 0; i < 4; ++i) file.user("@u" + std::to_string(i) + ":x.example", "2024-01-01T00:00:00Z");
  CHECK(try_sql(file, "SELECT name FROM users", {.rows_max = 4}));
  const auto result = try_sql(file, "SELECT name FROM users", {.rows_max = 3});
  REQUIRE_FALSE(result);
  CHECK(result.error().code == base::Errc::unavailable);
  CHECK(result.error().rule == "row cap: more than 3 rows for one question");
}

TEST_CASE("a lock that the writer does not give back is an error of that name") {
  SynapseFile file;
  REQUIRE(file.db().script("PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE"));
  const auto result = try_sql(file, "SELECT name FROM users", {.busy_max = std::chrono::milliseconds(20)});
  REQUIRE_FALSE(result);
  CHECK(result.error().rule == "lock: the writer held it for longer than 20 ms");
  REQUIRE(file.db().script("COMMIT"));
}

TEST_CASE("a missing file, a file of another kind and another schema are each named, and nothing is created") {
  SynapseFile file;
  auto missing = GuardedDb::open("messenger", file.path().string() + ".gone", synapse_allow_list(), {});
  REQUIRE_FALSE(missing);
  CHECK(missing.error().code == base::Errc::unavailable);
  CHECK_FALSE(std::filesystem::exists(file.path().string() + ".gone"));
  REQUIRE(file.db().script("DROP TABLE user_ips"));
  const auto schema = try_sql(file, "SELECT ip FROM user_ips");
  REQUIRE_FALSE(schema);
  CHECK(schema.error().rule == "schema: no such table: user_ips");
  const base::Path garbage = file.path().parent_path() / "garbage.db";
  REQUIRE(base::DiskFiles().write(garbage, std::string(4096, 'x')));
  auto opened = GuardedDb::open("messenger", garbage, synapse_allow_list(), {});
  const auto read =
      opened ? opened->query("test", "SELECT name FROM users", {}, [](const store::Row&) { return base::Result<>(); })
             : base::Result<>(std::unexpected(opened.error()));
  REQUIRE_FALSE(read);
  CHECK(read.error().rule.starts_with("file: "));
}

TEST_CASE("rows are read while another connection writes, from one snapshot for a whole question") {
  SynapseFile file;
  file.user("@a:x.example", "2024-01-01T00:00:00Z");
  auto db = GuardedDb::open("messenger", file.path(), synapse_allow_list(), {});
  REQUIRE(db);
  const auto count = [&] {
    int rows = 0;
    REQUIRE(db->query("test", "SELECT name FROM users", {},
                      [&](const store::Row&) -> base::Result<> { return ++rows, base::Result<>(); }));
    return rows;
  };
  CHECK(count() == 1);
  file.user("@b:x.example", "2024-01-01T00:00:00Z");
  CHECK(count() == 1);
}
