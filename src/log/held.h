// Requests whose row the law forbids to show (counted-log.md section 5, "held line"): counted in every total, without
// country, in the bundle of their own period and in every later one that names them.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "store/db.h"

namespace writ::log {

/// From now on no bundle opens this row. Call inside the transaction that records who decided it. not_found if there is no
/// such request; conflict once the report of its period was made: then the row is shown, and stays shown.
base::Result<> hold_request(store::Db& db, const base::Hash& request);

/// The row is opened after all. Nothing happens if it was not held; conflict once the report of its period was made.
base::Result<> show_request(store::Db& db, const base::Hash& request);

}  // namespace writ::log
