// Lists for officers: the requests that somebody sent, and those that a colleague named somebody for.
#pragma once

#include "casework/rows.h"
#include "crypto/keys.h"

namespace writ::casework {

std::vector<store::Migration> viewer_migrations();

inline constexpr std::size_t colleagues_max = 5;  // of one request: a case is not a mailing list

struct OfficerFilter {
  std::string email;       // who looks: sees what it was named for
  base::Hash requester{};  // of the same address, as submit() hashes it: sees what it sent
  std::string group = {};  // empty: all; you: needs an answer; open; ended
  std::optional<base::Time> received_from = {};
  std::optional<base::Time> received_to = {};
};

struct OfficerRow {
  CaseRow row;
  base::Time changed;  // last event that moved the case
};

class OfficerRows {
 public:
  explicit OfficerRows(store::Db& db) : db_(db) {}

  /// Waiting for the officer first, questions before packages, then by due date; `skip` rows are left out.
  base::Result<std::vector<OfficerRow>> page(const OfficerFilter& filter, std::size_t skip, std::size_t rows_max) const;
  base::Result<std::int64_t> count(const OfficerFilter& filter) const;

  /// Lets this address see the case, and nothing more. Takes part in the caller's transaction. Safe to repeat.
  base::Result<> add_viewer(const std::string& ref, const std::string& email);
  base::Result<bool> is_viewer(const std::string& ref, const std::string& email) const;
  base::Result<std::vector<std::string>> viewers(const std::string& ref) const;

 private:
  store::Db& db_;
};

/// What was held for each identifier and category of the last package or of the decision that nothing is held: the JSON
/// of Delivered::holdings, "" if there is neither. not_found after erasure.
base::Result<std::string> last_holdings(store::Db& db, crypto::KeyRing& keys, const std::string& ref);

}  // namespace writ::casework
