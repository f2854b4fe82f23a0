#include <algorithm>
#include <utility>

#include "provider/examine.h"
#include "provider/sql_engines.h"

namespace writ::provider {

namespace {

constexpr const char* subject = "grants";

using Cells = std::vector<std::string>;

/// Rows as texts, in the order of the statement's columns; an error is a finding.
std::vector<Cells> ask(sql::Client& client, std::string_view what, std::string_view statement, Findings& findings) {
  std::vector<Cells> rows;
  const auto run = client.query(what, statement, {}, [&](const sql::Row& row) -> base::Result<> {
    Cells& cells = rows.emplace_back();
    for (const std::string& column : row.columns()) {
      TRY(const auto text, row.text_or_null(column));
      cells.push_back(text.value_or(""));
    }
    return {};
  });
  if (!run) findings.note(subject, "could not be looked at: " + run.error().message());
  return rows;
}

/// "public.users" and "users" name the same table where `schema` is public.
std::string bare(const std::string& table, const std::string& schema) {
  return table.starts_with(schema + ".") ? table.substr(schema.size() + 1) : table;
}

/// Compares what can be read with what may be. `readable`: table, column.
void compare(const AllowList& allowed, const std::string& schema, const std::vector<Cells>& readable,
             Findings& findings) {
  std::set<std::pair<std::string, std::string>> open;
  std::set<std::pair<std::string, std::string>> named;
  for (const Cells& cells : readable) open.emplace(sql::lower_ascii(cells[0]), sql::lower_ascii(cells[1]));
  for (const auto& [table, columns] : allowed.columns)
    for (const std::string& column : columns)
      named.emplace(sql::lower_ascii(bare(table, schema)), sql::lower_ascii(column));
  std::string wide;
  std::size_t count = 0;
  for (const auto& column : open) {
    if (named.contains(column)) continue;
    if (++count <= 5) wide += (wide.empty() ? "" : ", ") + column.first + "." + column.second;
  }
  if (count > 5) wide += " and " + std::to_string(count - 5) + " more";
  if (count > 0)
    findings.wrong(subject, "too wide: the role can read " + wide,
                   "grant SELECT on the columns that are used, and revoke the rest");
  for (const auto& [table, column] : named) {
    if (!open.contains({table, column}))
      findings.wrong(subject, "the role cannot read " + table + "." + column, "grant SELECT on that column");
  }
}

void grants_of_postgresql(sql::Client& client, const AllowList& allowed, Findings& findings) {
  for (const Cells& row : ask(client, "role",
                              "SELECT rolsuper::int, rolcreatedb::int, rolcreaterole::int, rolreplication::int, "
                              "rolbypassrls::int FROM pg_catalog.pg_roles WHERE rolname = current_user",
                              findings)) {
    constexpr const char* powers[] = {"is a superuser", "may make databases", "may make roles",
                                      "may replicate everything", "passes row security"};
    for (std::size_t i = 0; i < row.size(); ++i)
      if (row[i] == "1")
        findings.wrong(subject, std::string("too wide: the role ") + powers[i], "use a role of its own");
  }
  for (const Cells& row : ask(client, "memberships",
                              "SELECT r.rolname FROM pg_catalog.pg_roles r WHERE r.rolname <> current_user AND NOT "
                              "(SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user) AND "
                              "pg_catalog.pg_has_role(r.oid, 'MEMBER')",
                              findings))
    findings.wrong(subject, "too wide: the role is a member of " + row[0], "REVOKE " + row[0] + " from it");
  for (const char* written : {
           "SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
           "c.relnamespace WHERE c.relkind IN ('r','p','v','m','f') AND n.nspname NOT IN ('pg_catalog', "
           "'information_schema') AND n.nspname !~ '^pg_' AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, "
           "DELETE, TRUNCATE') ORDER BY 1 LIMIT 5",
           "SELECT n.nspname || '.' || c.relname || '.' || a.attname FROM pg_catalog.pg_class c JOIN "
           "pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND "
           "a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind IN ('r','p','v','m','f') AND n.nspname NOT IN "
           "('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_' AND NOT pg_catalog.has_table_privilege(c.oid, "
           "'INSERT, UPDATE') AND pg_catalog.has_column_privilege(c.oid, a.attnum, 'INSERT, UPDATE') ORDER BY 1 LIMIT 5"})
    for (const Cells& row : ask(client, "rights to write", written, findings))
      findings.wrong(subject, "too wide: the role can write " + row[0], "revoke everything but SELECT");
  for (const Cells& row :
       ask(client, "rights to create",
           "SELECT 'schema ' || nspname FROM pg_catalog.pg_namespace WHERE nspname !~ '^pg_' AND nspname <> "
           "'information_schema' AND pg_catalog.has_schema_privilege(oid, 'CREATE') UNION ALL SELECT 'database ' || "
           "current_database() WHERE pg_catalog.has_database_privilege(current_database(), 'CREATE') LIMIT 5",
           findings))
    findings.wrong(subject, "too wide: the role may create in " + row[0], "revoke CREATE");
  // Names without a schema are those of the role's own search path.
  const auto path = ask(client, "search path", "SELECT pg_catalog.current_schema()", findings);
  compare(
      allowed, path.empty() ? "public" : path.front().front(),
      ask(client, "rights to read",
          "SELECT CASE n.nspname WHEN pg_catalog.current_schema() THEN c.relname ELSE n.nspname || '.' || c.relname END AS t, a.attname "
          "FROM "
          "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute "
          "a "
          "ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped WHERE c.relkind IN ('r','p','v','m','f') AND "
          "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_' AND "
          "pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_column_privilege(c.oid, a.attnum, "
          "'SELECT') "
          "LIMIT 5000",
          findings),
      findings);
}

void grants_of_mariadb(sql::Client& client, const AllowList& allowed, Findings& findings) {
  for (const Cells& row :
       ask(client, "memberships", "SELECT DISTINCT role_name FROM information_schema.applicable_roles", findings))
    findings.wrong(subject, "too wide: the user is a member of " + row[0], "REVOKE " + row[0] + " from it");
  for (const Cells& row :
       ask(client, "rights on everything",
           "SELECT privilege_type FROM information_schema.user_privileges WHERE privilege_type <> 'USAGE'", findings))
    findings.wrong(subject, "too wide: the role has " + row[0] + " on everything", "use a role of its own");
  for (const Cells& row :
       ask(client, "rights on databases",
           "SELECT table_schema, privilege_type FROM information_schema.schema_privileges", findings))
    findings.wrong(subject, "too wide: the role has " + row[1] + " on all of " + row[0],
                   "grant SELECT on columns instead");
  for (const Cells& row : ask(client, "rights on tables",
                              "SELECT table_name, privilege_type FROM information_schema.table_privileges", findings))
    findings.wrong(subject, "too wide: the role has " + row[1] + " on all of " + row[0],
                   "grant SELECT on columns instead");
  for (const Cells& row :
       ask(client, "rights to write columns",
           "SELECT table_name, column_name, privilege_type FROM information_schema.column_privileges WHERE "
           "privilege_type <> 'SELECT'",
           findings))
    findings.wrong(subject, "too wide: the role has " + row[2] + " on " + row[0] + "." + row[1], "revoke it");
  // What a grant on a whole table opens is among the columns that the role can see.
  compare(allowed, "",
          ask(client, "rights to read",
              "SELECT CASE table_schema WHEN DATABASE() THEN table_name ELSE CONCAT(table_schema, '.', table_name) END "
              "AS t, "
              "column_name FROM information_schema.columns WHERE table_schema NOT IN ('information_schema', "
              "'performance_schema', 'mysql', 'sys') AND privileges LIKE '%select%' LIMIT 5000",
              findings),
          findings);
}

}  // namespace

void examine_functions(sql::Client& client, const std::vector<std::string>& names, Findings& findings) {
  const char* again = "install what `writ provider sql` prints again";
  const auto found = ask(
      client, "functions",
      "SELECT p.proname, pg_catalog.has_function_privilege(p.oid, 'EXECUTE')::int AS ours, r.rolsuper::int AS super, "
      "pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE')::int AS everybody, "
      "(coalesce(p.proconfig::text, '') LIKE '%search_path=%')::int AS pinned FROM pg_catalog.pg_proc p JOIN "
      "pg_catalog.pg_namespace n ON n.oid = p.pronamespace JOIN pg_catalog.pg_roles r ON r.oid = p.proowner "
      "WHERE n.nspname = 'writ'",
      findings);
  for (const std::string& name : names) {
    const auto row = std::find_if(found.begin(), found.end(), [&](const Cells& cells) { return cells[0] == name; });
    if (row == found.end()) {
      findings.wrong("functions", "writ." + name + " is missing", again);
      continue;
    }
    if ((*row)[1] != "1") findings.wrong("functions", "writ." + name + " may not be called by the role", again);
    if ((*row)[2] == "1") findings.wrong("functions", "writ." + name + " belongs to a superuser", again);
    if ((*row)[3] == "1") findings.wrong("functions", "writ." + name + " may be called by everybody", again);
    if ((*row)[4] != "1") findings.wrong("functions", "writ." + name + " has no search_path of its own", again);
  }
}

void examine_grants(sql::Client& client, const AllowList& allowed, Findings& findings) {
  if (client.engine() == sql::Engine::postgresql) grants_of_postgresql(client, allowed, findings);
  if (client.engine() == sql::Engine::mariadb) grants_of_mariadb(client, allowed, findings);
}

}  // namespace writ::provider
