// Where every room that changes a case leaves its entry: step 1 of counted-log.md section 3. The row is written in the
// caller's transaction, so that event and pending entry are committed together or not at all.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "crypto/keys.h"
#include "log/format/entry.h"
#include "store/db.h"

namespace writ::log {

/// What the requester may hold at once (section 4): `promise` is the signed note, `promise_opening` the one line of
/// JSON.
struct Committed {
  base::Hash body_root{};
  std::string promise;
  std::string promise_opening;
};

class Journal {
 public:
  virtual ~Journal() = default;

  /// Writes the pending entry and its promise into `db`. `case_ref` is empty for entries of no case (policy, close,
  /// report). `folder` is the place of its receipt below the case: "" for the request, else "decision-1", ...
  /// Within one case the log keeps the order of these calls. invalid if a value breaks the grammar.
  virtual base::Result<Committed> commit(store::Db& db, std::string_view case_ref, std::string_view folder,
                                         const Draft& draft) = 0;

  /// Which requests' rows no bundle shows (counted-log.md section 5, held line). not_found if there is no such request;
  /// conflict once the report of its period was made: what it shows of the row stays as it is. may_hold() changes nothing.
  virtual base::Result<> may_hold(store::Db& db, const base::Hash& request) = 0;
  virtual base::Result<> hold(store::Db& db, const base::Hash& request) = 0;
  virtual base::Result<> show(store::Db& db, const base::Hash& request) = 0;
};

}  // namespace writ::log
