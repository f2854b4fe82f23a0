// What each kind of entry must satisfy (rules 2, 4 and 6; section 2 "Meaning") and adds to its period's totals.
#include <algorithm>

#include "legal/codes.h"
#include "legal/vocabulary.h"
#include "verify/row_checker.h"

namespace writ::verify {

namespace {
std::int32_t signed_day(std::uint32_t day) { return static_cast<std::int32_t>(day); }
std::int32_t day_count(base::Day day) { return static_cast<std::int32_t>(day.time_since_epoch().count()); }
}  // namespace

void RowChecker::request(const Event& event) {
  const Row& row = rows[event.id];
  Totals& totals = event.bundle.totals;
  ++requests_passing;
  event.bundle.requests.push_back(event.id);
  totals.add(TotalName::requests, row.country);
  totals.add(TotalName::pending, row.country);
  if (row.has(is_preservation)) totals.add(TotalName::preservations, row.country);
  totals.add(By::instrument, row.a);
  totals.add(By::offence, row.b);
  totals.add(By::emergency, codes.intern(row.has(held) ? "--" : row.has(is_emergency) ? "1" : "0"));
  totals.add(By::outcome, pending_);
}

void RowChecker::chain(const Event& event, RowId request, std::string_view before, log::Kind kind, Flag first,
                       const char* what) {
  if (before.empty()) {
    Row& of = rows[request];
    if (of.has(first)) fail(event, std::string("is a second first ") + what + " of its request");
    of.set(first);
    return;
  }
  const RowId id = named(event, before, kind, (std::string("previous ") + what).c_str());
  if (id == no_row) return;
  Row& previous = rows[id];
  if (previous.request != rows[event.id].request)
    fail(event, std::string("continues a ") + what + " of another request");
  if (kind == log::Kind::recode && previous.position != rows[event.id].position)
    fail(event, "continues a recode of another position");
  if (previous.has(has_child))
    fail(event, std::string("continues a ") + what + " that another entry continues already");
  previous.set(has_child);
}

void RowChecker::decision(const Event& event) {
  rows[event.id].request = rows.intern(log::value_hash(event.values[1]));
  const RowId applied = named(event, event.values[5], log::Kind::policy, "policy");
  if (applied != no_row) {
    if (signed_day(rows[applied].b) > day_count(event.bundle.report.period.last)) {
      fail(event,
           "applies the policy " + codes.text(rows[applied].a) + ", which takes effect after the period's last day");
    }
    const std::string& id = codes.text(rows[applied].a);
    auto& policies = event.bundle.policies;
    if (std::find(policies.begin(), policies.end(), id) == policies.end()) policies.push_back(id);
  }
  const RowId request = request_of(event);
  if (request == no_row) return;
  chain(event, request, event.values[7], log::Kind::decision, has_decision, "decision");
  Row& of = rows[request];
  const std::uint16_t state = rows[event.id].state;
  if (event.bundle.holds(of.index)) {
    Totals& totals = event.bundle.totals;
    if (of.state == pending_) totals.take(TotalName::pending, of.country);
    totals.take(By::outcome, of.state);
    totals.add(By::outcome, state);
  }
  of.state = state;
}

bool RowChecker::is_subset(CodeId part, CodeId whole) {
  const auto [at, fresh] = subsets_.emplace(std::uint64_t{part} << 32 | whole, false);
  if (fresh) at->second = legal::is_subset(*legal::parse_set(codes.text(part)), *legal::parse_set(codes.text(whole)));
  return at->second;
}

void RowChecker::disclosure(const Event& event) {
  rows[event.id].request = rows.intern(log::value_hash(event.values[1]));
  const RowId executed = named(event, event.values[6], log::Kind::decision, "decision");
  if (executed != no_row) {
    const Row& decision = rows[executed];
    const std::string& outcome = codes.text(decision.state);
    if (decision.request != rows[event.id].request) fail(event, "executes a decision of another request");
    if (outcome != "full" && outcome != "partial") fail(event, "executes a decision whose outcome is " + outcome);
    if (decision.has(has_child)) fail(event, "executes a decision that was revised before");
    if (!is_subset(codes.intern(event.values[2]), decision.a)) {
      fail(event, "discloses " + event.values[2] + ", the decision grants " + codes.text(decision.a));
    }
  }
  Totals& totals = event.bundle.totals;
  const legal::CodeSet disclosed = legal::parse_set(event.values[2]).value_or(legal::CodeSet{});
  for (const std::string& code : disclosed) totals.add(By::data_disclosed, codes.intern(code));
  const RowId request = request_of(event);
  if (request == no_row) return;
  chain(event, request, event.values[5], log::Kind::disclosure, has_disclosure, "disclosure");
  const std::uint16_t country = rows[request].country;
  totals.add(TotalName::disclosures, country);
  totals.add(TotalName::users_affected, country, *legal::parse_int(event.values[3]));
  if (event.values[5].empty()) totals.add(TotalName::fulfilled, country);
}

void RowChecker::notice(const Event& event) {
  rows[event.id].request = rows.intern(log::value_hash(event.values[1]));
  request_of(event);
  event.bundle.totals.add(By::notice, codes.intern(event.values[2]));
}

void RowChecker::recode(const Event& event) {
  const int position = rows[event.id].position;
  const std::string& value = event.values[3];
  rows[event.id].request = rows.intern(log::value_hash(event.values[1]));
  const RowId request = request_of(event);
  if (request == no_row) return;
  const auto first = static_cast<Flag>(has_recode << (position - 10));
  chain(event, request, event.values[5], log::Kind::recode, first, "recode");
  Row& of = rows[request];
  if (position == 10 && of.has(held)) fail(event, "recodes the instrument of a held request");
  if (position == 10 && !of.has(held) && legal::is_preservation(value) != of.has(is_preservation)) {
    fail(event, "leads into or out of preservation");
  }
  if (!event.bundle.holds(of.index)) {
    event.bundle.restated.push_back({event.index, of.root, position, value, event.values[4]});
    return;
  }
  if (position == 12) return;
  const By by = position == 10 ? By::instrument : By::offence;
  std::uint32_t& current = position == 10 ? of.a : of.b;
  event.bundle.totals.take(by, current);
  current = codes.intern(value);
  event.bundle.totals.add(by, current);
}

void RowChecker::policy(const Event& event) {
  const Row& row = rows[event.id];
  const auto [at, fresh] = policy_ids_.emplace(row.a, event.id);
  if (!fresh && at->second != event.id) fail(event, "is a second policy entry with the id " + codes.text(row.a));
  if (event.bundle.first() > 0 && signed_day(row.b) <= day_count(event.bundle.report.period.first)) {
    fail(event, "is logged after its effective date " + event.values[3] + " (the period's first day is " +
                    base::format_day(event.bundle.report.period.first) + ")");
  }
}

void RowChecker::close(const Event& event) {
  LoadedBundle& bundle = event.bundle;
  const auto wrong = [&](std::string text) { findings_.fail(2, event.index, std::move(text)); };
  if (event.index != bundle.close()) return wrong("is a close entry within the period");
  bundle.close_row = event.id;
  if (event.values[1] != base::format_period(bundle.report.period))
    wrong("closes the period " + event.values[1] + ", report.json says " + base::format_period(bundle.report.period));
  if (event.values[2] != std::to_string(bundle.first()))
    wrong("closes from index " + event.values[2] + ", report.json says " + std::to_string(bundle.first()));
  if (bundle.first() == 0) {
    if (!event.values[3].empty()) wrong("names a previous close though the period begins at index 0");
    return;
  }
  if (event.values[3].empty())
    return wrong("names no previous close though the period begins at index " + event.values[2]);
  if (bundle.references_unread) return;
  const RowId id = rows.find(log::value_hash(event.values[3]));
  if (id == no_row || !given(bundle, id) || rows[id].kind != log::Kind::close || rows[id].index + 1 != bundle.first()) {
    return wrong("the previous close it names is not opened by references.jsonl as a close at index " +
                 std::to_string(bundle.first() - 1));
  }
  if (signed_day(rows[id].b) + 1 != day_count(bundle.report.period.first)) {
    wrong("the previous close does not end on the day before " + base::format_day(bundle.report.period.first));
  }
}

/// True if `period` shares days with the period closed before this bundle and is another.
bool RowChecker::overlaps_previous_close(const LoadedBundle& bundle, const base::Period& period) const {
  if (bundle.references.empty() || bundle.references.back().row == no_row) return false;
  const Row& previous = rows[bundle.references.back().row];
  if (previous.kind != log::Kind::close || previous.index + 1 != bundle.first()) return false;
  const std::int32_t first = signed_day(previous.a);
  const std::int32_t last = signed_day(previous.b);
  return day_count(period.last) >= first && (day_count(period.first) != first || day_count(period.last) != last);
}

void RowChecker::report(const Event& event) {
  const auto wrong = [&](std::string text) { findings_.fail(6, event.index, std::move(text)); };
  const base::Period period = *base::parse_period(event.values[1]);
  const auto [at, fresh] = reported_.emplace(event.values[1], event.index);
  if (!fresh && at->second != event.index) wrong("is a second report entry for the period " + event.values[1]);
  if (event.bundle.first() == 0 || period.last >= event.bundle.report.period.first) {
    return wrong("names the period " + event.values[1] + ", which no close at a lower index closed");
  }
  if (overlaps_previous_close(event.bundle, period)) {
    return wrong("names the period " + event.values[1] + ", which is not the one that the previous close closed");
  }
  const auto is_own = [&](const LoadedBundle& bundle) {
    return bundle.report.period == period && bundle.close() < event.index;
  };
  // Before index 0 nothing was closed.
  const bool before_all = bundles_.front().first() > 0 && period.last < bundles_.front().report.period.first;
  if (all_bundles_read && !before_all && std::none_of(bundles_.begin(), bundles_.end(), is_own)) {
    wrong("names the period " + event.values[1] + ", which is none of the bundles given and not before the first");
  }
}

void RowChecker::check_report_entry(LoadedBundle& bundle) {
  if (!bundle.report_line || !bundle.report_root) return;
  const std::uint64_t index = bundle.report_line->index;
  const auto [at, fresh] = reported_.emplace(base::format_period(bundle.report.period), index);
  if (!fresh && at->second != index) {
    findings_.fail(6, index,
                   "report.opening.json opens a second report entry for " + bundle.label() + "the other is " +
                       std::to_string(at->second));
  }
  if (index <= bundle.close())
    findings_.fail(6, index, bundle.label() + "the report entry is not after the close entry");
  for (const LoadedBundle& other : bundles_) {
    if (!other.holds(index) || !other.opened) continue;
    const RowId id = rows.find(*bundle.report_root);
    if (id != no_row && rows[id].has(counted) && rows[id].index == index) continue;
    findings_.fail(6, index, "the period in which the report entry falls does not open it as report.opening.json does");
  }
}

}  // namespace writ::verify
