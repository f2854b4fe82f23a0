#include "provider/holdings.h"

#include <algorithm>
#include <set>
#include <utility>

#include "legal/vocabulary.h"

namespace writ::provider {

std::string_view code_of(Holding holding) {
  switch (holding) {
    case Holding::held:
      return "held";
    case Holding::none_in_period:
      return "none_in_period";
    case Holding::not_held_by_design:
      return "not_held_by_design";
    case Holding::expired:
      return "expired";
    case Holding::source_unavailable:
      return "source_unavailable";
  }
  std::unreachable();
}

const HoldingsRule* HoldingsProfile::find(std::string_view category) const {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.category == category; });
  return found == rules.end() ? nullptr : &*found;
}

base::Result<> check(const HoldingsProfile& profile) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < profile.rules.size(); ++i) {
    const HoldingsRule& rule = profile.rules[i];
    const std::string field = "holdings.rules[" + std::to_string(i) + "].";
    if (legal::find_word(legal::categories(), rule.category) == nullptr) {
      return base::invalid(field + "category", rule.category, "is not a data category of the vocabulary");
    }
    if (!seen.insert(rule.category).second)
      return base::invalid(field + "category", rule.category, "stands twice in the profile");
    if (rule.retention_days && (*rule.retention_days < 1 || *rule.retention_days > retention_days_max)) {
      return base::invalid(field + "retention_days", std::to_string(*rule.retention_days),
                           "must be 1 to " + std::to_string(retention_days_max) + " days");
    }
  }
  return {};
}

Answer unavailable_answer(const Question& question, const base::Error& error) {
  Answer answer{.selector = question.selector, .account_note = error.message(), .source_available = false};
  AccountAnswer unknown;
  for (const std::string& category : question.categories) {
    unknown.categories[category] = {.holding = Holding::source_unavailable, .data = {}, .note = error.message()};
  }
  answer.accounts.push_back(std::move(unknown));
  return answer;
}

}  // namespace writ::provider
