// Every question to the messenger leaves a row: who asked, for which case, a keyed hash of the identifier, what it cost.
// Never what was found.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "provider/synapse_sqlite.h"
#include "store/db.h"

namespace writ::app {

std::vector<store::Migration> lookup_migrations();

class Lookups {
 public:
  /// `key` is the audit key of the key ring: without it a hash cannot be compared with a guess.
  Lookups(store::Db& db, base::Clock& clock, const base::Hash& key) : db_(db), clock_(clock), key_(key) {}

  /// For whom the questions that follow are asked.
  void asking(std::string actor, std::string case_ref);

  /// What a connector calls.
  provider::Audit audit();

  /// Writes what was asked since the last call, in one transaction; takes part in the caller's if there is one. Nothing is
  /// done with an answer before this has returned.
  base::Result<> put_on_file();

 private:
  store::Db& db_;
  base::Clock& clock_;
  base::Hash key_;
  std::string actor_;
  std::string case_ref_;
  std::vector<provider::AuditRecord> waiting_;
};

}  // namespace writ::app
