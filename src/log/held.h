// Requests whose row the law forbids to show (counted-log.md section 5, "held line"): counted in every total, without
// country, in the bundle of their own period and in every later one that names them. Inside log/.
#pragma once

#include "base/bytes.h"
#include "base/result.h"
#include "store/db.h"

namespace writ::log {

/// conflict once the report of the request's period was made: what it shows of the row stays as it is. not_found if there
/// is no such request.
base::Result<> require_unreported(store::Db& db, const base::Hash& request);

/// From now on no bundle opens this row. Call inside the transaction that records who decided it. Errors as
/// require_unreported().
base::Result<> hold_request(store::Db& db, const base::Hash& request);

/// The row is opened after all. Nothing happens if it was not held. Errors as require_unreported().
base::Result<> show_request(store::Db& db, const base::Hash& request);

}  // namespace writ::log
