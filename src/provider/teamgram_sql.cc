#include <utility>

#include "provider/install_sql.h"
#include "provider/teamgram_rows.h"

namespace writ::provider {

namespace {

/// MariaDB has no way to let a role call a function and list nothing, short of one procedure for each question; it has
/// grants on columns, which keep keys, passwords, contacts and messages out.
constexpr const char* grants = R"sql(-- What Writ may read of Teamgram in MariaDB or MySQL (docs/provider-teamgram.md).
-- Run by an administrator:  mariadb < FILE    It stops at the first error.
-- The account is made locked. Give it its password, with the client's history turned off (MYSQL_HISTFILE=/dev/null):
--   ALTER USER @ROLE_TEXT@@@HOST_TEXT@ IDENTIFIED BY '...' ACCOUNT UNLOCK;
-- and put the same into a file of mode 600 that Writ reads (secret_file). Safe to run again: earlier rights are taken away.
CREATE USER IF NOT EXISTS @ROLE_TEXT@@@HOST_TEXT@ ACCOUNT LOCK;
REVOKE ALL PRIVILEGES, GRANT OPTION FROM @ROLE_TEXT@@@HOST_TEXT@;
ALTER USER @ROLE_TEXT@@@HOST_TEXT@ WITH MAX_USER_CONNECTIONS 8;

-- These columns and no other.
)sql";

}  // namespace

base::Result<std::string> teamgram_sql(const InstallOptions& options) {
  std::string text = grants;
  for (const auto& [table, columns] : teamgram::columns().columns) {
    std::string list;
    for (const std::string& column : columns) list += (list.empty() ? "" : ", ") + column;
    text += "GRANT SELECT (" + list + ") ON @TABLES_BACKTICK@." + table + " TO @ROLE_TEXT@@@HOST_TEXT@;\n";
  }
  return fill_names(std::move(text), options);
}

}  // namespace writ::provider
