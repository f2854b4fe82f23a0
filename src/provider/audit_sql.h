// Counts and oldest rows of SQL stores, for Surveyed. Inside of the room.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "provider/audit.h"
#include "provider/sql_client.h"

namespace writ::provider {

struct CountQuery {
  std::string category;
  std::string from;             // table, and WHERE with it
  std::string counted;          // a column that is never NULL in those rows
  std::string time;             // expression in `unit`s since 1970; empty = rows have no time
  std::int64_t per_second = 1;  // 1000 for milliseconds
  std::string setting;
};

/// One statement for each; all see one snapshot.
base::Result<std::vector<Survey>> survey_sql(sql::Client& client, const std::vector<CountQuery>& queries,
                                             const std::map<std::string, base::Time>& kept_from);

/// A category that a function of the database counts.
struct CountedCategory {
  std::string category;
  std::int64_t per_second = 1;  // 1000 for milliseconds
  std::string setting;
};
/// Where a role may call functions and read no table: `function`(category, cut) gives `held`, `oldest` and `past`.
base::Result<std::vector<Survey>> survey_by_function(sql::Client& client, std::string_view function,
                                                     const std::vector<CountedCategory>& categories,
                                                     const std::map<std::string, base::Time>& kept_from);

/// `allowed`, and the functions that counting needs: in SQLite nothing else may be called.
AllowList with_counting(AllowList allowed);

}  // namespace writ::provider
