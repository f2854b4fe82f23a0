// Rules 2 to 4: what each opened entry is, what it names, and what it adds to the totals of its period.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/host.h"
#include "log/format/opening.h"
#include "verify/findings.h"
#include "verify/loaded_bundle.h"
#include "verify/rows.h"

namespace writ::verify {

class RowChecker {
 public:
  RowChecker(const base::Host& host, std::vector<LoadedBundle>& bundles, Findings& findings, std::uint64_t salt);

  /// references.jsonl of a bundle, before the log is read.
  void add_reference(LoadedBundle& bundle, const log::Line& line, const std::string& where);
  /// An entry of the log at the index of a reference.
  void check_reference(LoadedBundle& bundle, Reference& reference, std::string_view entry);

  /// A line of openings.jsonl against the log's entry at its index. Counts what fails as unexplained.
  void check_line(LoadedBundle& bundle, const log::Line& line, std::string_view entry);
  /// An index of the bundle that no line opens: a dummy, or a request with unknown attributes.
  void check_unopened(LoadedBundle& bundle, std::uint64_t index, std::string_view entry);
  void unexplained(std::uint64_t index, std::string text);
  /// An index that passed and turns out to repeat an entry of a lower index.
  void withdraw(LoadedBundle& bundle, const base::Hash& root, std::uint64_t index, std::uint64_t lower);

  /// After the bundle's last index.
  void finish(LoadedBundle& bundle);
  /// After the last bundle: the report entries of the bundles themselves (rule 6).
  void check_report_entry(LoadedBundle& bundle);
  /// Requests without a decision at the last close.
  bool is_pending(RowId id) const { return rows[id].state == pending_; }

  Rows rows;
  Codes codes;
  std::uint64_t unexplained_count = 0;
  std::uint64_t requests_passing = 0;
  std::uint64_t held_count = 0;
  bool all_bundles_read = true;  // else a period that none of `bundles` has may be that of one that was given

 private:
  struct Event {
    LoadedBundle& bundle;
    std::uint64_t index;
    RowId id;
    const log::Values& values;
  };

  bool fill(Row& row, const log::Line& line, base::Hash& root, std::string& why, log::Values& values);
  void describe(Row& row, const log::Values& values);
  void describe_held(Row& row);
  void count(LoadedBundle& bundle, RowId id, const log::Values& values);
  void mark_held(Row& row);

  void request(const Event& event);
  void decision(const Event& event);
  void disclosure(const Event& event);
  void notice(const Event& event);
  void recode(const Event& event);
  void policy(const Event& event);
  void close(const Event& event);
  void report(const Event& event);

  void fail(const Event& event, std::string text) { findings_.fail(4, event.index, std::move(text)); }
  /// The row that a HASH value names, if it is of this kind and opened or held in this bundle; else no_row, and a
  /// failure.
  RowId named(const Event& event, std::string_view hash, log::Kind kind, const char* what);
  bool given(LoadedBundle& bundle, RowId id);
  /// First of its chain, or child of `before`: each once.
  void chain(const Event& event, RowId request, std::string_view before, log::Kind kind, Flag first, const char* what);
  void link_reference(RowId id, const log::Values& values);
  bool is_subset(CodeId part, CodeId whole);
  RowId request_of(const Event& event) { return named(event, event.values[1], log::Kind::request, "request"); }
  bool in_given_period(std::uint64_t index) const;
  bool overlaps_previous_close(const LoadedBundle& bundle, const base::Period& period) const;

  const base::Host& host_;
  std::vector<LoadedBundle>& bundles_;
  Findings& findings_;
  std::unordered_map<std::uint64_t, bool> subsets_;
  std::unordered_map<CodeId, RowId> policy_ids_;
  std::map<std::string, std::uint64_t> reported_;  // PERIOD -> index of its report entry
  CodeId pending_;
};

}  // namespace writ::verify
