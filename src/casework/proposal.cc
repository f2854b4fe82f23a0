#include "casework/proposal.h"

#include "casework/policies.h"
#include "casework/recodes.h"

namespace writ::casework {

using nlohmann::json;

namespace {

legal::CodeSet united_over(const std::vector<legal::CodeSet>& granted) {
  legal::CodeSet all;
  for (const legal::CodeSet& set : granted) all = legal::united(all, set);
  return all;
}

/// Null, or [from, to] in seconds.
json windows_json(const std::vector<std::optional<legal::Window>>& windows) {
  json list = json::array();
  for (const auto& one : windows)
    list.push_back(one ? json::array({base::unix_seconds(one->from), base::unix_seconds(one->to)}) : json(nullptr));
  return list;
}

std::vector<std::optional<legal::Window>> windows_from(const json& list) {
  std::vector<std::optional<legal::Window>> windows;
  for (const json& one : list) {
    if (one.is_null())
      windows.emplace_back();
    else
      windows.emplace_back(legal::Window{base::from_unix(one.at(0)), base::from_unix(one.at(1))});
  }
  return windows;
}

/// Positions of counted-log.md section 2, decision.
log::Draft entry_of(const Change& change, const Decision& decision, const base::Hash& policy_entry) {
  const auto days = base::day_of(change.now()) - base::day_of(change.record().received_at);
  log::Draft draft;
  draft.public_values[0] = log::name_of(log::Kind::decision);
  draft.public_values[2] = decision.outcome;
  draft.public_values[3] = decision.ground;
  draft.public_values[4] = legal::join_set(united_over(decision.granted));
  draft.public_values[5] = log::hash_value(policy_entry);
  draft.public_values[6] = std::to_string(days.count());
  if (change.record().decision_entry) draft.public_values[7] = log::hash_value(*change.record().decision_entry);
  return draft;
}

}  // namespace

std::size_t approvals_needed(std::string_view outcome) { return outcome == "full" || outcome == "partial" ? 2 : 1; }

std::vector<legal::CodeSet> nothing_for(const legal::Request& request) {
  return std::vector<legal::CodeSet>(request.selectors.size());
}

base::Result<Decision> decision_of_people(Change& change, const std::string& outcome, const std::string& ground) {
  TRY(const legal::Request request, change.request());
  TRY(const BookedPolicy booked, policy_in_force(change.services().db, base::day_of(change.record().received_at)));
  Decision decision;
  decision.outcome = outcome;
  decision.ground = ground;
  decision.granted = nothing_for(request);
  decision.policy_id = booked.policy.id();
  return decision;
}

base::Result<> append_proposal(Change& change, std::string_view kind, const Proposal& proposal) {
  const Decision& decision = proposal.decision;
  json detail = {{"outcome", decision.outcome},  {"ground", decision.ground},    {"granted", decision.granted},
                 {"policy", decision.policy_id}, {"rule", decision.policy_rule}, {"deviates", decision.deviates}};
  if (decision.blind) detail["blind"] = true;
  json sealed = {{"explanation", decision.explanation}, {"written_ground", decision.written_ground}};
  if (!decision.windows.empty()) sealed["windows"] = windows_json(decision.windows);
  if (!decision.grounds.empty()) sealed["grounds"] = decision.grounds;
  if (!proposal.holdings.empty()) sealed["holdings"] = proposal.holdings;
  if (!proposal.earlier.empty()) sealed["earlier"] = proposal.earlier;
  return change.append(kind, detail, sealed);
}

Decision decision_from(const StoredEvent& stored) {
  Decision decision;
  decision.outcome = stored.detail.at("outcome");
  decision.ground = stored.detail.at("ground");
  decision.granted = stored.detail.at("granted").get<std::vector<legal::CodeSet>>();
  decision.policy_id = stored.detail.at("policy");
  decision.policy_rule = stored.detail.at("rule");
  decision.deviates = stored.detail.at("deviates");
  decision.blind = stored.detail.value("blind", false);
  decision.drafted_by = stored.event.actor;
  if (!stored.sealed.is_null()) {
    decision.explanation = stored.sealed.at("explanation");
    decision.written_ground = stored.sealed.at("written_ground");
    if (stored.sealed.contains("windows")) decision.windows = windows_from(stored.sealed.at("windows"));
    if (stored.sealed.contains("grounds")) decision.grounds = stored.sealed.at("grounds").get<std::vector<std::string>>();
  }
  return decision;
}

base::Result<> log_decision(Change& change, std::int64_t proposal_number) {
  TRY(const StoredEvent proposal, change.event(proposal_number));
  const Decision decision = decision_from(proposal);
  TRY(const legal::Request request, change.request());
  TRY(const BookedPolicy booked, policy_in_force(change.services().db, base::day_of(change.record().received_at)));
  TRY(const auto pending, pending_recodes(change));
  TRY(const json recodes, log_recodes(change, pending, std::to_string(change.record().decisions + 1)));
  const std::string folder = "decision-" + std::to_string(change.record().decisions + 1);
  TRY(const base::Hash entry, change.log(folder, entry_of(change, decision, booked.entry), request.agency));
  return change.append("decided", {{"proposal", proposal_number},
                                   {"outcome", decision.outcome},
                                   {"granted", legal::join_set(united_over(decision.granted))},
                                   {"entry", base::to_hex(entry)},
                                   {"recodes", recodes}});
}

}  // namespace writ::casework
