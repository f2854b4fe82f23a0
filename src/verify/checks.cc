#include "verify/checks.h"

#include <algorithm>

namespace writ::verify {

namespace {
using std::chrono::hours;
using std::chrono::minutes;
constexpr minutes early_close_max{5};
constexpr hours gap_noted{48};
constexpr hours gap_max{7 * 24};

std::string in_words(std::chrono::seconds span) {
  const auto whole_hours = std::chrono::duration_cast<hours>(span).count();
  return std::to_string(whole_hours) + " hours";
}

/// A checkpoint is a prefix of the log that was read.
void check_prefix(const LogReader& log, std::uint64_t size, const log::Checkpoint& checkpoint, const std::string& what,
                  Findings& findings) {
  if (checkpoint.size > size) {
    return findings.cannot(1, what + " has size " + std::to_string(checkpoint.size) +
                           ": the copy of the log is too short (" + std::to_string(size) + ")");
  }
  const auto root = log.root_at(checkpoint.size);
  if (!root) return findings.cannot(1, what + ": the log could not be read up to its size");
  if (*root != checkpoint.root)
    findings.fail(
        1, std::nullopt,
        what + " is not a prefix of the log: at size " + std::to_string(checkpoint.size) + " the root differs");
}

void check_inclusion(const base::Host& host, int rule, const std::string& what, const LoadedProof& proof,
                     const base::Hash& leaf, Findings& findings) {
  const log::Checkpoint& checkpoint = proof.checkpoint->checkpoint;
  if (log::verify_inclusion(host, proof.proof.index, checkpoint.size, leaf, proof.proof.hashes, checkpoint.root))
    return;
  findings.fail(rule, proof.proof.index, what + " does not prove the entry under its checkpoint");
}

void check_gap_before(const LoadedBundle& bundle, base::Time start, Findings& findings) {
  const base::Time end = bundle.report.period.end();
  const auto gap = end - start;
  if (gap > gap_max) {
    return findings.fail(
        7, bundle.close(),
        bundle.label() + "before.checkpoint is " + in_words(gap) + " older than the end of the period, over 7 days");
  }
  if (gap <= gap_noted) return;
  const auto& ticks = bundle.report.late_ticks;
  const bool named = std::any_of(ticks.begin(), ticks.end(),
                                 [&](const log::LateTick& tick) { return start <= tick.tick && tick.tick <= end; });
  const std::string text =
      bundle.label() + "between the last cosigned checkpoint and the end of the period lie " + in_words(gap);
  if (named) {
    findings.note(text + "; the provider names a late tick for it");
  } else {
    findings.fail(7, bundle.close(), text + ", and late_ticks names no tick there");
  }
}
}  // namespace

void check_proofs(const base::Host& host, const LogReader& log, std::uint64_t size, const LoadedBundle& bundle,
                  Findings& findings) {
  const std::string label = bundle.label();
  if (bundle.before) {
    check_prefix(log, size, bundle.before->checkpoint, label + "before.checkpoint", findings);
    if (bundle.before->checkpoint.size > bundle.close()) {
      findings.fail(7, bundle.close(),
                    label + "before.checkpoint has size " + std::to_string(bundle.before->checkpoint.size) +
                        " and so is not before the close entry");
    }
  }
  if (bundle.close_proof && bundle.close_proof->checkpoint) {
    check_prefix(log, size, bundle.close_proof->checkpoint->checkpoint, label + "close.tlog-proof", findings);
    if (bundle.close_proof->proof.index != bundle.close()) {
      findings.fail(2, bundle.close(),
                    label + "close.tlog-proof proves index " + std::to_string(bundle.close_proof->proof.index));
    } else if (const auto leaf = log.leaf_at(bundle.close())) {
      check_inclusion(host, 2, label + "close.tlog-proof", *bundle.close_proof, *leaf, findings);
    }
  }
  if (bundle.report_proof && bundle.report_proof->checkpoint) {
    const log::CheckedCheckpoint& checked = *bundle.report_proof->checkpoint;
    check_prefix(log, size, checked.checkpoint, label + "report.tlog-proof", findings);
    if (bundle.report_line && bundle.report_line->index != bundle.report_proof->proof.index) {
      findings.fail(6, bundle.report_line->index,
                    label + "report.tlog-proof proves index " + std::to_string(bundle.report_proof->proof.index));
    } else if (bundle.report_root) {
      const base::Hash leaf = log::leaf_hash(host, log::entry_bytes(*bundle.report_root));
      check_inclusion(host, 6, label + "report.tlog-proof", *bundle.report_proof, leaf, findings);
    }
  }
}

void check_times(const log::TrustPolicy& policy, const LoadedBundle& bundle, Findings& findings) {
  if (!policy.quorum) return findings.skip(7);  // without witnesses no time is proven
  const base::Time end = bundle.report.period.end();
  if (bundle.close_proof && bundle.close_proof->checkpoint && bundle.close_proof->checkpoint->quorum_time) {
    const base::Time t1 = *bundle.close_proof->checkpoint->quorum_time;
    const std::string when = bundle.label() + "the close was cosigned at " + base::format_time(t1);
    if (t1 < end - early_close_max) {
      findings.fail(7, bundle.close(), when + ", before the end of the period");
    } else if (t1 - end > gap_max) {
      findings.fail(7, bundle.close(), when + ", over 7 days after the end of the period");
    } else if (t1 - end > gap_noted) {
      findings.note(when + ", " + in_words(t1 - end) + " after the end of the period");
    }
  }
  if (bundle.before && bundle.before->quorum_time) check_gap_before(bundle, *bundle.before->quorum_time, findings);
}

void check_order(const std::vector<LoadedBundle>& bundles, bool all_read, Findings& findings) {
  if (!all_read || bundles.size() < 2) findings.skip(8);
  for (std::size_t i = 1; all_read && i < bundles.size(); ++i) {
    const LoadedBundle& before = bundles[i - 1];
    const LoadedBundle& after = bundles[i];
    if (after.first() != before.close() + 1) {
      findings.fail(8, after.first(),
                    "the period " + base::format_period(after.report.period) + " does not begin at the index after " +
                        std::to_string(before.close()) + ", where " + base::format_period(before.report.period) +
                        " ends");
    }
    if (after.report.period.first != before.report.period.last + std::chrono::days(1)) {
      findings.fail(8, after.first(),
                    "the period " + base::format_period(after.report.period) + " does not begin on the day after " +
                        base::format_period(before.report.period));
    }
  }
  for (std::size_t i = 0; i < bundles.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (!bundles[i].dummies_key || bundles[i].dummies_key != bundles[k].dummies_key) continue;
      findings.fail(8, std::nullopt,
                    "dummies.key of " + base::format_period(bundles[i].report.period) + " is that of " +
                        base::format_period(bundles[k].report.period));
    }
  }
}

void check_statements(const LoadedBundle& bundle, const Codes& codes, Findings& findings) {
  bundle.totals.compare(bundle.report, codes, findings);
  if (bundle.policies != bundle.report.policies) {
    const auto joined = [](const std::vector<std::string>& ids) {
      std::string text;
      for (const std::string& id : ids) text += (text.empty() ? "" : ",") + id;
      return text.empty() ? std::string("none") : text;
    };
    findings.fail(
        5, std::nullopt,
        "policies: the rows give " + joined(bundle.policies) + ", report.json says " + joined(bundle.report.policies));
  }
  if (bundle.restated == bundle.report.restated) return;
  const std::size_t count = std::max(bundle.restated.size(), bundle.report.restated.size());
  for (std::size_t i = 0; i < count; ++i) {
    const bool both = i < bundle.restated.size() && i < bundle.report.restated.size();
    if (both && bundle.restated[i] == bundle.report.restated[i]) continue;
    const std::uint64_t index = i < bundle.restated.size() ? bundle.restated[i].index : bundle.report.restated[i].index;
    return findings.fail(5, index,
                         "restated: its item " + std::to_string(i + 1) + " is not what the recodes of the period give");
  }
}

}  // namespace writ::verify
