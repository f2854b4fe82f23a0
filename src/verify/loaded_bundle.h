// The files of one bundle but its openings, as read and checked by themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "log/format/opening.h"
#include "log/format/policy.h"
#include "log/format/proof.h"
#include "log/format/report_json.h"
#include "verify/rows.h"
#include "verify/totals.h"

namespace writ::verify {

/// A line of references.jsonl; `row` is no_row if it is broken.
struct Reference {
  std::uint64_t index = 0;
  RowId row = no_row;
  bool named = false;  // by a line of the period
};

/// A proof file with its checkpoint.
struct LoadedProof {
  log::Proof proof;
  std::optional<log::CheckedCheckpoint> checkpoint;
};

struct LoadedBundle {
  Source* source = nullptr;
  log::Report report;
  base::Hash report_hash{};
  std::optional<base::Hash> dummies_key;
  std::optional<LoadedProof> close_proof;
  std::optional<LoadedProof> report_proof;
  std::optional<log::CheckedCheckpoint> before;
  std::optional<log::OpenLine> report_line;
  std::optional<base::Hash> report_root;  // body_root of the report entry, if its opening is sound
  std::vector<Reference> references;      // ascending by index
  Totals totals;
  std::vector<std::string> policies;  // ids named by decisions
  std::vector<log::Restated> restated;
  std::vector<RowId> requests;  // of the period
  RowId close_row = no_row;
  bool opened = false;             // openings.jsonl was read to its end, in step with the log
  bool key_unread = false;         // dummies.key is named and could not be read: rule 3 is not checked on dummies
  bool references_unread = false;  // what they would open is not known: rules 2, 4 and 5 are not checked on it

  std::uint64_t first() const { return report.first_index; }
  std::uint64_t close() const { return report.close_index; }
  bool holds(std::uint64_t index) const { return first() <= index && index <= close(); }
  /// "2024-01-01/2024-09-30: " before what is said of a file of several bundles.
  std::string label() const { return base::format_period(report.period) + ": "; }
};

/// Reads report.json; nullopt (said in the findings) leaves the bundle out.
std::optional<LoadedBundle> load_report(const base::Host& host, Source& source, Findings& findings);
/// Reads dummies.key, before.checkpoint, both proofs and report.opening.json, and checks `files` for them.
void load_files(const base::Host& host, const log::TrustPolicy& policy, LoadedBundle& bundle, Findings& findings);

/// Compares a file's hash with `files` of report.json (rule 6).
void check_file_hash(const LoadedBundle& bundle, const std::string& name, const base::Hash& hash, Findings& findings);

}  // namespace writ::verify
