// A connector that reads a Synapse homeserver's SQLite database while Synapse writes it (domain.md section 7,
// docs/provider-synapse.md). Read-only, opened on every question, behind an allow-list of columns.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "provider/connector.h"
#include "provider/guarded_db.h"
#include "provider/holdings.h"

namespace writ::provider {

/// What a question cost, for the caller's audit. It says nothing of what was found.
struct AuditRecord {
  std::string source;
  legal::SelectorKind selector_kind;
  base::Hash selector_hash;  // by Audit::hash
  legal::CodeSet categories;
  base::Time as_of;
  std::int64_t rows_read = 0;
  std::size_t accounts = 0;
  std::chrono::microseconds duration{};
  std::string refused;  // empty, or the rule that ended the question
};

/// Who asks is the caller's matter. `hash` gets kind and value of the selector; it should be keyed, since a plain hash
/// of a phone number is guessed in seconds.
struct Audit {
  std::function<base::Hash(base::ByteView)> hash;
  std::function<void(const AuditRecord&)> record;
};

struct SynapseOptions {
  std::string name = "synapse";  // names the source in errors
  base::Path database;
  HoldingsProfile holdings;
  ReadLimits limits;
  /// An address with a window that fits more accounts than this singles nobody out.
  std::size_t candidates_max = 10;
  /// An address changes hands: a longer window names people who had nothing to do with it.
  std::chrono::seconds address_window_max = std::chrono::hours(24);
  /// The operator's own proxies and gateways, any spelling: never reported as a user's address.
  std::vector<std::string> own_addresses;
  Audit audit;  // may be empty
};

/// The columns that are read, and no other. `user_ips` and `users` also hold access tokens and password hashes.
const AllowList& synapse_allow_list();

/// invalid if the profile or an own address breaks a rule. The database is first opened by ask().
base::Result<std::unique_ptr<Connector>> make_synapse_connector(SynapseOptions options);

}  // namespace writ::provider
