#include "provider/install_sql.h"

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
GRANT SELECT (id, phone, created_at, deleted) ON @TABLES_BACKTICK@.users TO @ROLE_TEXT@@@HOST_TEXT@;
GRANT SELECT (username, peer_type, peer_id, deleted) ON @TABLES_BACKTICK@.username TO @ROLE_TEXT@@@HOST_TEXT@;
GRANT SELECT (auth_key_id, user_id, date_created, deleted) ON @TABLES_BACKTICK@.auth_users TO @ROLE_TEXT@@@HOST_TEXT@;
GRANT SELECT (id, auth_key_id, client_ip, date_active, device_model, system_version, app_version)
  ON @TABLES_BACKTICK@.auths TO @ROLE_TEXT@@@HOST_TEXT@;
GRANT SELECT (user_id, last_seen_at) ON @TABLES_BACKTICK@.user_presences TO @ROLE_TEXT@@@HOST_TEXT@;
)sql";

}  // namespace

base::Result<std::string> teamgram_sql(const InstallOptions& options) { return fill_names(grants, options); }

}  // namespace writ::provider
