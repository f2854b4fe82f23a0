#include "policy/replay.h"

#include <algorithm>

#include "policy/words.h"

namespace writ::policy {

namespace {

void count(const ReplayOutcome& outcome, ReplayColumn& column) {
  switch (outcome.kind) {
    case ReplayOutcome::Kind::answered:
      ++column.answered;
      break;
    case ReplayOutcome::Kind::refused:
      ++column.refused[outcome.ground];
      break;
    case ReplayOutcome::Kind::no_data:
      ++column.no_data;
      break;
    case ReplayOutcome::Kind::undecided:
      ++column.undecided;
      break;
  }
  for (const std::string& category : outcome.disclosed) ++column.disclosed[category];
}

}  // namespace

std::string words_of(const ReplayOutcome& outcome) {
  switch (outcome.kind) {
    case ReplayOutcome::Kind::answered:
      return "answered (" + joined(outcome.disclosed, "and") + "; rule " + outcome.rule_id + ")";
    case ReplayOutcome::Kind::refused:
      return "refused (" + outcome.ground + "; rule " + outcome.rule_id + ")";
    case ReplayOutcome::Kind::no_data:
      return "no data (rule " + outcome.rule_id + ")";
    case ReplayOutcome::Kind::undecided:
      break;
  }
  return "undecided" + (outcome.missing.empty() ? "" : " (unknown: " + joined(outcome.missing, "and") + ")");
}

ReplayOutcome replay_one(const legal::Request& request, const Policy& policy, const Profile& profile) {
  const Verdict verdict = policy.decide(question_of(request, request.declared));
  ReplayOutcome outcome{.rule_id = verdict.rule_id, .ground = {}, .disclosed = {}, .missing = verdict.missing};
  if (!verdict.decided()) return outcome;
  const legal::CodeSet granted = legal::intersection(request.data_sought, verdict.disclose);
  if (granted.empty()) {
    outcome.kind = ReplayOutcome::Kind::refused;
    outcome.ground = verdict.disclose.empty() ? verdict.ground : "not_offered";
    return outcome;
  }
  outcome.disclosed = legal::intersection(granted, profile.held());
  outcome.kind = outcome.disclosed.empty() ? ReplayOutcome::Kind::no_data : ReplayOutcome::Kind::answered;
  return outcome;
}

Replay::Replay(std::vector<Policy> policies, std::vector<Profile> profiles)
    : policies_(std::move(policies)), profiles_(std::move(profiles)) {
  for (const Policy& policy : policies_) {
    for (const Profile& profile : profiles_) columns_.push_back({.policy_id = policy.id(), .profile_id = profile.id});
  }
}

void Replay::add(const legal::Request& request, std::uint64_t line) {
  ++requests_;
  std::vector<std::string> outcomes;
  bool alike = true;
  ReplayOutcome first;
  auto column = columns_.begin();
  for (const Policy& policy : policies_) {
    for (const Profile& profile : profiles_) {
      ReplayOutcome outcome = replay_one(request, policy, profile);
      count(outcome, *column++);
      outcomes.push_back(words_of(outcome));
      if (outcomes.size() == 1) first = outcome;
      // Two policies that do the same by different rules do the same.
      outcome.rule_id = first.rule_id;
      alike = alike && outcome == first;
    }
  }
  if (alike) return;
  ReplayDifference& difference = differences_[outcomes];
  difference.outcomes = std::move(outcomes);
  ++difference.count;
  if (difference.lines.size() < lines_shown_max) difference.lines.push_back(line);
}

std::vector<ReplayDifference> Replay::differences() const {
  std::vector<ReplayDifference> all;
  for (const auto& [outcomes, difference] : differences_) all.push_back(difference);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.count != b.count ? a.count > b.count : a.outcomes < b.outcomes;
  });
  return all;
}

}  // namespace writ::policy
