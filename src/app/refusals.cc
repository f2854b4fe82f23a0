#include "app/refusals.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "casework/emergency.h"
#include "casework/review.h"

namespace writ::app {

namespace {

using casework::CaseFile;

/// In the order of the desk's checklist.
std::vector<std::string> unconfirmed_in(const CaseFile& file) {
  std::vector<std::string> codes;
  if (!file.request.emergency) return codes;
  if (std::ranges::none_of(file.calls, &casework::CallMade::reached)) codes.emplace_back("call");
  for (const char* item : {casework::second_channel, casework::least_data}) {
    const auto made = std::ranges::find(file.checks, item, &casework::CheckMade::item);
    if (made == file.checks.end() || made->result != "yes") codes.emplace_back(item);
  }
  const auto danger = file.facts.find(casework::danger_fact);
  if (danger == file.facts.end() || danger->second != legal::Fact::yes) codes.emplace_back(casework::danger_fact);
  return codes;
}

std::string ground_in_words(const std::string& code, const page::Locale& t) {
  const auto key = page::Key::find("word.ground." + code);
  return key ? t.text(*key) : code;
}

}  // namespace

std::optional<Refusal> refusal_of(const Deployment& deployment, const CaseFile& file, const page::Locale& t) {
  if (file.state != casework::State::refused || file.decisions.empty()) return std::nullopt;
  const casework::Decision& decision = file.decisions.back();
  Refusal refusal{.ground = ground_in_words(decision.ground, t),
                  .rule = decision.policy_rule,
                  .policy = decision.policy_id,
                  .missing = {},
                  .unconfirmed = unconfirmed_in(file),
                  .review_until = decision.decided_at.value_or(file.received_at) + review_within,
                  .review_asked = std::ranges::any_of(file.events, casework::asks_review)};
  const auto policy = deployment.casework->policy_on(base::day_of(file.received_at));
  if (!policy || decision.deviates) return refusal;
  const auto verdict = policy->decide(policy::question_of(file.request, file.facts));
  if (verdict.nearest) {
    for (const policy::Reason& change : verdict.nearest->changes) refusal.missing.push_back(change.sentence);
  }
  return refusal;
}

}  // namespace writ::app
