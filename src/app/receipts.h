// Receipts of cases as folders: what an officer is given, and what ./run --check leaves in receipts/.
#pragma once

#include <string>

#include "app/deployment.h"

namespace writ::app {

/// Writes `out`/promise, promise.opening.json, receipt.tlog-proof, receipt.opening.json and the same below decision-1/ ...
/// The two of the proof are there once the entry's tick is past.
base::Result<> export_receipts(Deployment& deployment, const std::string& ref, const base::Path& out);

}  // namespace writ::app
