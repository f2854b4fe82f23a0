// Another program's SQLite database, opened read-only behind an allow-list: what is not named cannot be read, whatever
// the SQL says. One connection for one question, one thread.
#pragma once

#include <chrono>
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
#include "store/db.h"

namespace writ::provider {

/// Table -> columns. Nothing else is readable: no other table or column, no rowid, no `select *`, no schema, no PRAGMA,
/// no ATTACH, no write, no function but `functions` and those that are registered.
struct AllowList {
  std::map<std::string, std::vector<std::string>, std::less<>> columns;
  std::vector<std::string> functions;
};

struct ReadLimits {
  /// Of one question, over all its statements. A scan of ten million rows takes a few seconds; longer is a runaway
  /// query.
  std::chrono::milliseconds time_max{10'000};
  /// How long a lock of the writer is waited for.
  std::chrono::milliseconds busy_max{5'000};
  /// Rows read for one question: a person has hundreds of address rows, a shared account thousands.
  std::int64_t rows_max = 10'000;
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

  /// Rows read so far.
  std::int64_t rows() const;
  const std::string& source() const;

 private:
  struct State;
  explicit GuardedDb(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace writ::provider
