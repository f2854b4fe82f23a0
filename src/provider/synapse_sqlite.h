// A connector that reads a Synapse homeserver's SQLite database while Synapse writes it (domain.md section 7,
// docs/provider-synapse.md). Read-only, opened on every question, behind an allow-list of columns.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "provider/asking.h"
#include "provider/connector.h"
#include "provider/guarded_db.h"
#include "provider/holdings.h"
#include "provider/record.h"

namespace writ::provider {

struct SynapseOptions {
  std::string name = "synapse";  // names the source in errors
  base::Path database;
  HoldingsProfile holdings;
  ReadLimits limits;
  std::size_t candidates_max = 10;
  std::chrono::seconds address_window_max = std::chrono::hours(24);
  std::vector<std::string> own_addresses;
  std::vector<std::string> shared_addresses;
  Audit audit;  // may be empty
};

/// The columns that are read, and no other. `user_ips` and `users` also hold access tokens and password hashes.
const AllowList& synapse_allow_list();

/// The database is first opened by a question.
std::unique_ptr<Source> make_synapse_sqlite_source(std::string name, base::Path database, const ReadLimits& limits);

/// That source alone, as a connector. invalid if the profile or an own address breaks a rule.
base::Result<std::unique_ptr<Connector>> make_synapse_connector(SynapseOptions options);

}  // namespace writ::provider
