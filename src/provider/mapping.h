// A mapping file: what an operator writes so that any SQL store can be asked (docs/formats/provider.md). Pure.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "legal/request.h"
#include "provider/guarded_db.h"
#include "provider/names.h"
#include "provider/source.h"
#include "provider/sql_client.h"
#include "provider/sql_times.h"

namespace writ::provider {

/// How accounts are found by one kind of selector.
struct AccountQuery {
  std::string statement;
  Folding fold = Folding::exact;
  bool scan = false;  // the operator knows that no index serves it
};

struct CategoryQuery {
  std::string statement;
  sql::TimeColumn time;
  std::string extent;  // oldest and newest, over all accounts; "" = not asked
  bool scan = false;
};

struct Mapping {
  std::string title;
  sql::Engine engine = sql::Engine::sqlite;
  AllowList allowed;  // the columns that may be read; SQLite enforces it, `writ provider check` compares it with grants
  sql::TimeColumn account_time;  // created, matched_from, matched_to
  std::map<legal::SelectorKind, AccountQuery> accounts;
  std::map<std::string, CategoryQuery, std::less<>> categories;
  std::map<std::string, std::string, std::less<>> audits;    // category -> what counts it over all accounts
  std::map<std::string, std::string, std::less<>> settings;  // category -> the server's own setting that ends it
  SourceFacts facts;  // without its name
};

/// Has it times of use: as its `timed` says, and without a query of its own as the category usually has.
bool is_timed(const Mapping& mapping, std::string_view category);

/// The names that a statement may give values by. Of accounts: value, digits, country, national, trunk, local, domain,
/// mapped, since, until, as_of. Of categories: account, since, until, as_of. Of audits: kept_from.
base::Result<Mapping> parse_mapping(std::string_view toml, const std::string& name);

}  // namespace writ::provider
