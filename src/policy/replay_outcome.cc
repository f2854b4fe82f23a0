#include "policy/replay_outcome.h"

#include <algorithm>

#include "legal/vocabulary.h"
#include "policy/words.h"

namespace writ::policy {

namespace {

using Kind = ReplayOutcome::Kind;

CategoryMask both(CategoryMask a, CategoryMask b) { return static_cast<CategoryMask>(a & b); }

std::vector<std::string> missing_fields(const Policy& policy, const ReplayAnswer& answer) {
  ReplayVerdict missing = 0;
  for (const auto& [kind, verdict] : answer.by_kind) {
    if ((verdict & undecided_bit) != 0) missing |= verdict & ~undecided_bit;
  }
  std::vector<std::string> names;
  for (std::size_t f = 0; f < policy.table().fields.size(); ++f) {
    if ((missing >> f & 1U) != 0) names.push_back(policy.table().fields[f].name);
  }
  return names;
}

/// Nothing was granted: the ground is that of the verdict that leads, as in casework.
void refuse(const Rule& leading, ReplayOutcome& outcome) {
  outcome.kind = Kind::refused;
  outcome.rule_id = leading.id;
  outcome.ground = leading.disclose.empty() ? leading.ground : "not_offered";
}

/// What of `given` an account can have: what was not gathered may be there.
void give(CategoryMask given, const Course& course, ReplayResult& result) {
  const auto not_gathered = static_cast<CategoryMask>(course.gathered ? given & ~course.asked_for : given);
  const CategoryMask found = course.gathered ? both(given, course.found) : CategoryMask{0};
  const auto disclosed = static_cast<CategoryMask>(found | not_gathered);
  result.outcome.kind = disclosed == 0 ? Kind::no_data : Kind::answered;
  result.outcome.disclosed = categories_of(disclosed);
  if (disclosed != 0 && not_gathered == 0) result.all_found = found == course.found;
}

}  // namespace

ReplayResult replay_result(const Policy& policy, const ReplayTable& table, const ReplayAnswer& answer,
                           CategoryMask asked, const Course& course, CategoryMask held) {
  ReplayResult result;
  ReplayOutcome& outcome = result.outcome;
  if (course.aside != Course::Aside::none) {
    outcome.kind = Kind::set_aside;
    outcome.ground = name_of(course.aside);
    return result;
  }
  const auto open = [](const auto& one) { return (one.verdict & undecided_bit) != 0; };
  if (std::ranges::any_of(answer.by_kind, open)) {
    outcome.missing = missing_fields(policy, answer);
    return result;
  }
  CategoryMask granted = 0;
  std::size_t leading = answer.by_kind.front().verdict;
  for (const auto& [kind, rule] : answer.by_kind) {
    const CategoryMask one = both(asked, table.disclose(rule));
    if (granted == 0 && one != 0) leading = rule;
    granted = static_cast<CategoryMask>(granted | one);
    if (both(one, held) != 0) result.kinds_given.push_back(kind);
  }
  const Rule& rule = policy.table().rules[leading];
  outcome.rule_id = rule.id;
  if (granted == 0) {
    refuse(rule, outcome);
  } else if (course.deviates && both(granted, course.allowed) == 0) {
    outcome.kind = Kind::refused;
    outcome.ground = legal::grounds()[course.ground].code;
    outcome.by_staff = true;
  } else {
    const CategoryMask kept = course.deviates ? both(granted, course.allowed) : granted;
    give(both(kept, held), course, result);
  }
  return result;
}

bool ReplayOutcome::same_as(const ReplayOutcome& other) const {
  return kind == other.kind && ground == other.ground && by_staff == other.by_staff && disclosed == other.disclosed &&
         missing == other.missing;
}

std::string words_of(const ReplayOutcome& outcome) {
  const std::string rule = "rule " + outcome.rule_id + (outcome.policy_id.empty() ? "" : " of " + outcome.policy_id);
  switch (outcome.kind) {
    case Kind::answered:
      return "answered (" + joined(outcome.disclosed, "and") + "; " + rule + ")";
    case Kind::refused:
      return "refused (" + outcome.ground + "; " + (outcome.by_staff ? "by staff, against " : "") + rule + ")";
    case Kind::no_data:
      return "no data (" + rule + ")";
    case Kind::set_aside:
      return spaced(outcome.ground);
    case Kind::undecided:
      break;
  }
  const std::string of = outcome.policy_id.empty() ? "" : " under " + outcome.policy_id;
  return "undecided" + of + (outcome.missing.empty() ? "" : " (unknown: " + joined(outcome.missing, "and") + ")");
}

}  // namespace writ::policy
