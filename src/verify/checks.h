// What is checked once the log has been read: proofs, times, order of bundles, statements of report.json.
#pragma once

#include <vector>

#include "log/format/policy.h"
#include "verify/findings.h"
#include "verify/loaded_bundle.h"
#include "verify/log_reader.h"

namespace writ::verify {

/// Rules 1, 2 and 6: the checkpoints of a bundle are prefixes of the log, its proofs hold.
void check_proofs(const base::Host& host, const LogReader& log, std::uint64_t size, const LoadedBundle& bundle,
                  Findings& findings);
/// Rule 7, for one bundle.
void check_times(const log::TrustPolicy& policy, const LoadedBundle& bundle, Findings& findings);
/// Rule 8: contiguous in index and day, no K twice. `bundles` ascend; not `all_read`: one between them may be missing.
void check_order(const std::vector<LoadedBundle>& bundles, bool all_read, Findings& findings);
/// Rule 5.
void check_statements(const LoadedBundle& bundle, const Codes& codes, Findings& findings);

}  // namespace writ::verify
