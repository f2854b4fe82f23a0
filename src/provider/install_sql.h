// What the operator installs on the messenger's own database server, so that our role can ask about one account and
// nothing else: printed by `writ provider sql`, run by the operator, never by us.
#pragma once

#include <string>

#include "base/result.h"

namespace writ::provider {

struct InstallOptions {
  /// Whose tables: the schema (PostgreSQL) or the database (MariaDB) of the messenger.
  std::string tables = "public";
  /// The role that Writ connects as.
  std::string role = "writ_reader";
  /// PostgreSQL: owns the functions, may read the columns, can never log in.
  std::string owner = "writ_owner";
  /// MariaDB: from where the role connects.
  std::string host = "localhost";
};

/// For psql. One transaction that stops at the first error: a grant that fails must not leave functions behind that run
/// with more rights. invalid: a name with control characters, or longer than the server keeps.
base::Result<std::string> synapse_sql(const InstallOptions& options);
base::Result<std::string> mas_sql(const InstallOptions& options);
/// For the mariadb client. Grants on columns.
base::Result<std::string> teamgram_sql(const InstallOptions& options);

/// Inside of the room: `text` with @TABLES@, @ROLE@, @OWNER@ replaced by quoted names ("..."), @TABLES_BACKTICK@
/// likewise as MariaDB quotes, and @ROLE_TEXT@, @OWNER_TEXT@, @HOST_TEXT@ by literals ('...').
base::Result<std::string> fill_names(std::string text, const InstallOptions& options);

/// Inside of the room: roles before the functions (`begin`), rights after them (`end`), for PostgreSQL.
std::string postgresql_roles();
std::string postgresql_rights(const std::string& prefix);

}  // namespace writ::provider
