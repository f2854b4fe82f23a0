// The numbers of report.json from opened rows (counted-log.md section 5). Pure; the verifier counts on its own, so that
// a fault here is found there.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "log/format/entry.h"
#include "log/format/report_json.h"

namespace writ::log {

struct OpenedRow {
  std::uint64_t index = 0;
  base::Hash body_root{};
  Values values;  // public positions 8..15
};

/// A request whose row is not shown: it and what names it count under `--`, of which a recode may still say the offence.
OpenedRow held_row(std::uint64_t index, const base::Hash& body_root);

struct Totals {
  // By country of the request; the member `all` is not in them.
  Counts requests, fulfilled, users_affected, disclosures, pending, preservations;
  // By code.
  Counts instrument, offence, emergency, outcome, data_disclosed, notice;
  std::vector<std::string> policies;  // ids, ascending
  std::vector<Restated> restated;     // ascending by index
};

/// By country with `all`, and by code, as report.json spells them.
std::map<std::string, Counts> totals_members(const Totals& totals);
std::map<std::string, Counts> by_members(const Totals& totals);

/// `period`: the rows of one period, ascending by index. `earlier`: at least every row of a lower index that they name.
/// corrupt if a row names one that is in neither, or of another kind.
base::Result<Totals> totals_of(const std::vector<OpenedRow>& period, const std::vector<OpenedRow>& earlier);

/// The entries that a row names directly, in order of position: request, policy, predecessor, decision, previous ones.
std::vector<base::Hash> named_by(const Values& values);

}  // namespace writ::log
