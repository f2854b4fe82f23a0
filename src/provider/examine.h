// Looks at a live connection: what its role may do, what a statement gives, whether an index serves it. Inside of the
// room.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "provider/finding.h"
#include "provider/open.h"
#include "provider/sql_client.h"

namespace writ::provider {

/// Collects findings of one source.
class Findings {
 public:
  explicit Findings(std::string source) : source_(std::move(source)) {}
  void wrong(std::string subject, std::string said, std::string change = {});
  void note(std::string subject, std::string said, std::string change = {});
  std::vector<Finding> take() { return std::move(list_); }

 private:
  std::string source_;
  std::vector<Finding> list_;
};

/// What the role may do beyond reading the columns of `allowed` is wrong; so is a column of it that cannot be read.
/// Of SQLite nothing: the allow-list is enforced by us.
void examine_grants(sql::Client& client, const AllowList& allowed, Findings& findings);

/// examine_connection() and examine_grants() of a source with a fixed list of columns.
void examine_store(const Connection& connection, const AllowList& allowed, Findings& findings);

/// Runs the statement and says which of `needed` its answer has not. False: it could not be run, which was said.
bool examine_columns(sql::Client& client, const std::string& subject, const std::string& statement,
                     const sql::Values& values, const std::set<std::string>& needed, Findings& findings);

/// Says so if no index can serve the statement.
void examine_index(sql::Client& client, const std::string& subject, const std::string& statement,
                   const sql::Values& values, Findings& findings);

/// PostgreSQL: the functions that the operator installed (install_sql.h) are there and callable by us, are owned by a
/// role that is no superuser, have their search_path pinned, and nobody else may call them.
void examine_functions(sql::Client& client, const std::vector<std::string>& names, Findings& findings);

/// A password that crosses a network in clear text.
void examine_connection(const Connection& connection, Findings& findings);

}  // namespace writ::provider
