// Receipts of cases as folders: what an officer is given, and what ./run --check leaves in receipts/.
#pragma once

#include <string>

#include "app/deployment.h"

namespace writ::app {

/// What the log gave for a case so far, in order of commitment; the proof of each is there once its tick is past.
base::Result<std::vector<log::Receipt>> receipts_of(Deployment& deployment, const std::string& ref);

/// Writes `out`/promise, promise.opening.json, receipt.tlog-proof, receipt.opening.json and the same below decision-1/ ...
/// The two of the proof are there once the entry's tick is past.
base::Result<> export_receipts(Deployment& deployment, const std::string& ref, const base::Path& out);

}  // namespace writ::app
