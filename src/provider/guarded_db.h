// Another program's SQLite database, opened read-only behind an allow-list: what is not named cannot be read, whatever
// the SQL says. One connection for one question, one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "provider/limits.h"
#include "store/db.h"

namespace writ::provider {

/// Table -> columns. Nothing else is readable: no other table or column, no rowid, no `select *`, no schema, no PRAGMA,
/// no ATTACH, no write, no function but `functions` and those that are registered.
struct AllowList {
  std::map<std::string, std::vector<std::string>, std::less<>> columns;
  std::vector<std::string> functions;
};

/// Errors: unavailable (cannot open, locked, time limit, row cap, other schema), denied (not on the allow-list); field
/// = name of the source, value = what was being read, rule = the rule by name.
class GuardedDb {
 public:
  static base::Result<GuardedDb> open(std::string source, const base::Path& path, const AllowList& allowed,
                                      const ReadLimits& limits);
  GuardedDb(GuardedDb&&) noexcept;
  ~GuardedDb();

  /// SQL function `name(column)`: 1 where the stored text matches. A NULL never matches.
  base::Result<> add_match(const std::string& name, std::function<bool(std::string_view stored)> matches);

  /// `what` names the reading in errors ("addresses of an account"). All statements see one snapshot.
  base::Result<> query(std::string_view what, std::string_view sql, std::initializer_list<store::Value> values,
                       const std::function<base::Result<>(const store::Row&)>& each);

  /// The same on SQLite's own statement: `bind` gives its values, `each` reads a row.
  base::Result<> query_raw(std::string_view what, const std::string& sql,
                           const std::function<void(sqlite3_stmt*)>& bind,
                           const std::function<base::Result<>(sqlite3_stmt*)>& each);

  /// Rows read so far.
  std::int64_t rows() const;
  const std::string& source() const;

 private:
  struct State;
  explicit GuardedDb(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace writ::provider
