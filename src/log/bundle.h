// The published half of a closed period (counted-log.md section 5): report.json, openings, references, proofs.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "log/sequencer.h"

namespace writ::log {

struct PublishOptions {
  base::Period period;
  base::Time published_at;  // after the end of the period
  base::Day next_report;
  std::string unverified = "{}";  // a JSON object, printed as given
};

/// Everything of the bundle but the proof of the report entry; logs the `report` entry through the journal (it falls in
/// the next tick). not_found if the period is not closed; conflict if its report was logged before.
base::Result<std::vector<std::pair<std::string, std::string>>> make_bundle(const Services& services,
                                                                           const LogSettings& settings,
                                                                           Journal& journal,
                                                                           const PublishOptions& options);

/// report.opening.json and report.tlog-proof, once the report entry has its index; nullopt before.
base::Result<std::optional<std::vector<std::pair<std::string, std::string>>>> report_proof(const Services& services,
                                                                                           const LogSettings& settings,
                                                                                           const base::Period& period);

/// The files of make_bundle once more, from what it stored: for a process that died between logging the report and
/// writing them. not_found if make_bundle was not called for the period.
base::Result<std::vector<std::pair<std::string, std::string>>> stored_bundle(const Services& services,
                                                                             const LogSettings& settings,
                                                                             const base::Period& period);

/// Call after the bundle is published, not before (section 2, "Keeping"): seeds and private roots of the period are
/// public now and are stored plain; the key that hid them here and on the mirror is destroyed. conflict if the report
/// entry is not in the published log yet. Safe to repeat.
base::Result<> forget_seeds(const Services& services, const LogSettings& settings, const base::Period& period);

}  // namespace writ::log
