// From cells to columns and differences.
#include <algorithm>
#include <map>

#include "policy/replay_outcome.h"

namespace writ::policy {

namespace {

/// The rows of a key: one for each policy alone, and one for the sequence in force.
std::vector<ReplayAnswer> answers_of(const std::vector<std::uint32_t>& key) {
  std::vector<ReplayAnswer> rows;
  for (std::size_t at = ReplayKey::head; at < key.size();) {
    ReplayAnswer row{.policy = key[at], .by_kind = {}};
    const std::size_t kinds = key[at + 1];
    at += 2;
    for (std::size_t i = 0; i < kinds; ++i, at += 2) row.by_kind.push_back({key[at], key[at + 1]});
    rows.push_back(std::move(row));
  }
  return rows;
}

std::uint64_t identifiers(const ReplayResult& result, const std::array<std::uint64_t, selector_kinds>& selectors) {
  std::uint64_t sum = 0;
  for (const std::uint32_t given : result.kinds_given) {
    for (std::size_t kind = 0; kind < selector_kinds; ++kind) {
      if (given == ReplayKey::any_kind || given == kind) sum += selectors[kind];
    }
  }
  return sum;
}

void count(const ReplayOutcome& outcome, std::uint64_t number, ReplayColumn& column) {
  switch (outcome.kind) {
    case ReplayOutcome::Kind::answered:
      column.answered += number;
      break;
    case ReplayOutcome::Kind::refused:
      column.refused[outcome.ground] += number;
      break;
    case ReplayOutcome::Kind::no_data:
      column.no_data += number;
      break;
    case ReplayOutcome::Kind::undecided:
      column.undecided += number;
      break;
    case ReplayOutcome::Kind::set_aside:
      column.set_aside[outcome.ground] += number;
      break;
  }
  for (const std::string& category : outcome.disclosed) column.disclosed[category] += number;
}

void count_users(const std::optional<bool>& all_found, std::uint64_t number, std::uint64_t users,
                 ReplayColumn& column) {
  if (!all_found) {
    column.not_gathered += number;
    return;
  }
  // Each category that was found was found of one account at least.
  column.users_least += *all_found ? users : std::min(number, users);
  column.users_most += users;
}

}  // namespace

std::uint64_t ReplayColumn::refused_in_all() const {
  std::uint64_t sum = 0;
  for (const auto& [ground, number] : refused) sum += number;
  return sum;
}

std::vector<ReplayColumn> Replay::columns() const {
  std::vector<ReplayColumn> columns;
  for (std::size_t row = 0; row < setup_->row_count(); ++row) {
    const std::string id = row == setup_->alone ? "in-force" : setup_->policies[row].id();
    for (const Profile& profile : setup_->profiles) columns.push_back({.policy_id = id, .profile_id = profile.id});
  }
  for (const auto& [key, cell] : cells_) {
    auto column = columns.begin();
    for (const ReplayAnswer& answer : answers_of(key)) {
      const Policy& policy = setup_->policies[answer.policy];
      for (const CategoryMask held : setup_->held) {
        const ReplayResult result = replay_result(policy, setup_->tables[answer.policy], answer, ReplayKey::asked(key),
                                                  ReplayKey::course(key), held);
        count(result.outcome, cell.count, *column);
        if (result.outcome.kind == ReplayOutcome::Kind::answered) {
          column->answered_by_policy[policy.id()] += cell.count;
          column->identifiers += identifiers(result, cell.selectors);
          count_users(result.all_found, cell.count, cell.users, *column);
        }
        ++column;
      }
    }
  }
  return columns;
}

std::vector<ReplayDifference> Replay::differences() const {
  std::map<std::vector<std::string>, ReplayDifference> found;
  for (const auto& [key, cell] : cells_) {
    std::vector<ReplayOutcome> outcomes;
    for (const ReplayAnswer& answer : answers_of(key)) {
      const Policy& policy = setup_->policies[answer.policy];
      for (const CategoryMask held : setup_->held) {
        outcomes.push_back(replay_result(policy, setup_->tables[answer.policy], answer, ReplayKey::asked(key),
                                         ReplayKey::course(key), held)
                               .outcome);
        if (answer.policy >= setup_->alone) outcomes.back().policy_id = policy.id();
      }
    }
    // Two policies that do the same by different rules do the same.
    if (std::ranges::all_of(outcomes, [&](const auto& one) { return one.same_as(outcomes.front()); })) continue;
    std::vector<std::string> words;
    for (const ReplayOutcome& outcome : outcomes) words.push_back(words_of(outcome));
    ReplayDifference& difference = found[words];
    difference.outcomes = std::move(words);
    difference.met = std::move(outcomes);
    difference.count += cell.count;
    difference.lines.insert(difference.lines.end(), cell.lines.begin(), cell.lines.end());
  }
  std::vector<ReplayDifference> all;
  for (auto& [words, difference] : found) {
    std::ranges::sort(difference.lines);
    if (difference.lines.size() > lines_shown_max) difference.lines.resize(lines_shown_max);
    all.push_back(std::move(difference));
  }
  std::ranges::sort(all, [](const auto& a, const auto& b) {
    return a.count != b.count ? a.count > b.count : a.outcomes < b.outcomes;
  });
  return all;
}

}  // namespace writ::policy
