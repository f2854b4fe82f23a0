#include "provider/install_sql.h"

#include <algorithm>
#include <utility>

namespace writ::provider {

namespace {

constexpr std::size_t name_bytes_max = 63;  // NAMEDATALEN - 1 of PostgreSQL; MariaDB takes 64

std::string doubled(const std::string& text, char mark) {
  std::string quoted(1, mark);
  for (const char c : text) {
    if (c == mark) quoted += c;
    quoted += c;
  }
  return quoted + mark;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

base::Result<> check_name(const char* field, const std::string& name) {
  const bool control =
      std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  // A backslash would mean one thing to the server and another to its client.
  if (!name.empty() && name.size() <= name_bytes_max && !control && name.find('\\') == std::string::npos) return {};
  return base::invalid(field, name, "must be 1 to 63 bytes without control characters and backslash");
}

}  // namespace

base::Result<std::string> fill_names(std::string text, const InstallOptions& options) {
  TRY_VOID(check_name("--tables", options.tables));
  TRY_VOID(check_name("--role", options.role));
  TRY_VOID(check_name("--owner", options.owner));
  TRY_VOID(check_name("--host", options.host));
  if (options.role == options.owner)
    return base::invalid("--owner", options.owner, "must be another role than --role: one logs in, the other owns");
  replace_all(text, "@ROLE_TEXT@", doubled(options.role, '\''));
  replace_all(text, "@OWNER_TEXT@", doubled(options.owner, '\''));
  replace_all(text, "@HOST_TEXT@", doubled(options.host, '\''));
  replace_all(text, "@TABLES_BACKTICK@", doubled(options.tables, '`'));
  replace_all(text, "@TABLES@", doubled(options.tables, '"'));
  replace_all(text, "@ROLE@", doubled(options.role, '"'));
  replace_all(text, "@OWNER@", doubled(options.owner, '"'));
  return text;
}

std::string postgresql_roles() {
  return R"sql(-- Run by a superuser, in the messenger's database:  psql -d DATABASE -f FILE
-- Then give the role its password, in psql:  \password @ROLE@
-- and put the same into a file of mode 600 that Writ reads (secret_file). Safe to run again.
\set ON_ERROR_STOP on
BEGIN;
SET LOCAL search_path = pg_catalog, pg_temp;

-- @OWNER@ owns the functions, may read a few columns, and nobody can log in as it.
-- @ROLE@ is what Writ connects as: it may call the functions and has no right on any table.
DO $do$
DECLARE found pg_catalog.pg_roles;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = @OWNER_TEXT@) THEN
    CREATE ROLE @OWNER@ NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS;
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = @ROLE_TEXT@) THEN
    CREATE ROLE @ROLE@ LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 8;
  END IF;
  FOR found IN SELECT * FROM pg_catalog.pg_roles WHERE rolname IN (@ROLE_TEXT@, @OWNER_TEXT@) LOOP
    IF found.rolsuper OR found.rolcreatedb OR found.rolcreaterole OR found.rolreplication OR found.rolbypassrls THEN
      RAISE EXCEPTION 'role % exists and may do more than read: give --role and --owner names that are free', found.rolname;
    END IF;
    IF EXISTS (SELECT FROM pg_catalog.pg_auth_members WHERE member = found.oid OR roleid = found.oid) THEN
      RAISE EXCEPTION 'role % is or has a member of another role: its rights would be more than these', found.rolname;
    END IF;
  END LOOP;
  IF EXISTS (SELECT FROM pg_catalog.pg_namespace n JOIN pg_catalog.pg_roles r ON r.oid = n.nspowner
             WHERE n.nspname = 'writ' AND r.rolname <> @OWNER_TEXT@) THEN
    RAISE EXCEPTION 'schema writ belongs to somebody else';
  END IF;
END
$do$;
ALTER ROLE @OWNER@ NOLOGIN;
ALTER ROLE @ROLE@ SET default_transaction_read_only = on;
ALTER ROLE @ROLE@ SET statement_timeout = '30s';
ALTER ROLE @ROLE@ SET search_path = pg_catalog;
CREATE SCHEMA IF NOT EXISTS writ AUTHORIZATION @OWNER@;
GRANT USAGE ON SCHEMA @TABLES@ TO @OWNER@;
)sql";
}

std::string postgresql_rights(const std::string& prefix) {
  return R"sql(
-- Functions are executable by everybody unless this is said, in the same transaction.
RESET ROLE;
REVOKE ALL ON SCHEMA writ FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA writ FROM PUBLIC;
GRANT USAGE ON SCHEMA writ TO @ROLE@;
DO $do$
DECLARE callable pg_catalog.oid;
BEGIN
  FOR callable IN SELECT p.oid FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                  WHERE n.nspname = 'writ' AND p.prosecdef AND pg_catalog.starts_with(p.proname, ')sql" +
         prefix + R"sql(_') LOOP
    EXECUTE pg_catalog.format('GRANT EXECUTE ON FUNCTION %s TO %I', callable::pg_catalog.regprocedure, @ROLE_TEXT@);
  END LOOP;
END
$do$;
COMMIT;
)sql";
}

}  // namespace writ::provider
