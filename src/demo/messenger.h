// A sample messenger: a SQLite database with Synapse's own tables, columns, types and units for what the connector
// reads. Everything in it is synthetic: telephone numbers come from ranges that regulators reserve for fiction,
// addresses from the documentation ranges of RFC 5737 and RFC 3849.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "base/time.h"

namespace writ::demo {

/// All reserved telephone numbers together serve about this many accounts.
constexpr std::size_t sample_accounts_max = 80'000;

/// Accounts registered 2019 to 2023; rows of addresses from January 2023 to January 2025. The same seed gives the same
/// rows. Refuses to write over a file (conflict) and more than sample_accounts_max accounts (invalid).
base::Result<> make_messenger(const base::Path& database, std::uint64_t seed, std::size_t accounts);

/// One row of addresses, as an officer would ask for it.
struct Sighting {
  base::Time at;
  std::string address;  // canonical (RFC 5952); one that the connector reports as a user's
};

/// What the generator of the stream needs to pick selectors. Not for the pipeline.
struct SampleAccount {
  std::string user_id;    // "@name:messenger.example"
  std::string user_name;  // "name"
  std::string phone;      // E.164, or empty
  std::string email;      // or empty
  base::Time registered;
  base::Time phone_added;
  base::Time email_added;
  bool deactivated = false;
  std::vector<Sighting> sightings;  // ascending by time
};

/// Ascending by user id. Reads the database with a connection of its own.
base::Result<std::vector<SampleAccount>> read_accounts(const base::Path& database);

/// When an account is asked: rows later than `received` are not looked at, and rows older than `gathered` minus the
/// retention are expired.
struct AskedAt {
  base::Time received;
  base::Time gathered;
  int retention_days = 365;
};

/// Has, at that moment, both a phone number and at least one address: whatever is asked, something is given.
bool has_data(const SampleAccount& account, const AskedAt& asked);
/// Exists at that moment and has, ever, neither phone number nor address: granted, and nothing is found.
bool has_nothing(const SampleAccount& account, const AskedAt& asked);

/// Indices into `accounts` of those with has_data, respectively has_nothing; ascending.
std::vector<std::size_t> accounts_with_data(const std::vector<SampleAccount>& accounts, const AskedAt& asked);
std::vector<std::size_t> accounts_with_nothing(const std::vector<SampleAccount>& accounts, const AskedAt& asked);

}  // namespace writ::demo
