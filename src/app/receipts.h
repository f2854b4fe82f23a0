// Receipts of cases as files: what an officer is given, and what ./run --check leaves in receipts/.
#pragma once

#include <string>
#include <vector>

#include "app/deployment.h"
#include "disclosure/disclosure.h"

namespace writ::app {

/// What the log gave for a case so far, in order of commitment; the proof of each is there once its tick is past.
base::Result<std::vector<log::Receipt>> receipts_of(Deployment& deployment, const std::string& ref);

/// promise, promise.opening.json and, once they are there, receipt.tlog-proof and receipt.opening.json of one entry.
std::vector<disclosure::File> files_of(const log::Receipt& receipt);

/// Those of every entry of the case: the request's by their names, the others below "decision-1/" ...
base::Result<std::vector<disclosure::File>> receipt_files(Deployment& deployment, const std::string& ref);

/// All of them in one folder of the case's name, with a text that says what to do with them.
base::Result<std::string> receipts_zip(Deployment& deployment, const std::string& ref);

/// Writes receipt_files() below `out`.
base::Result<> export_receipts(Deployment& deployment, const std::string& ref, const base::Path& out);

}  // namespace writ::app
