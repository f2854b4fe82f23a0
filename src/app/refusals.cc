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

/// "court_order or search_warrant" of a condition that begins with "is "; empty if it is another kind of condition.
std::vector<std::string> codes_in(std::string_view condition) {
  std::vector<std::string> codes;
  if (!condition.starts_with("is ") || condition.starts_with("is not ") || condition.starts_with("is no")) return codes;
  std::string code;
  for (const char c : condition.substr(3)) {
    if (c != ' ' && c != ',') {
      code += c;
      continue;
    }
    if (!code.empty() && code != "or") codes.push_back(code);
    code.clear();
  }
  if (!code.empty()) codes.push_back(code);
  return codes;
}

/// What would have to be otherwise, in the reader's language: an instrument or an offence group, and a fact that the
/// policy words as the list of translations has it. Else in the policy's own words.
std::string missing_in_words(const policy::Reason& change, const page::Locale& t) {
  if (const auto fact = page::Key::find("portal.fact." + change.field + ".yes")) {
    const bool same = page::Locale::of(page::Language::en).text(*fact) == change.sentence;
    return same ? t.text(*fact) : change.sentence;
  }
  const auto of_field = page::Key::find("portal.fact.needed." + change.field);
  std::vector<std::string> words;
  for (const std::string& code : codes_in(change.condition)) {
    const auto key = page::Key::find("word." + change.field + "." + code);
    if (!key) return change.sentence;
    words.push_back(t.text(*key));
  }
  if (!of_field || words.empty()) return change.sentence;
  return t.text(*of_field, {{"values", t.list(words, true)}});
}

}  // namespace

std::string ground_in_words(const Deployment& deployment, const casework::Decision& decision, const page::Locale& t) {
  if (const auto key = page::Key::find("word.ground." + decision.ground)) return t.text(*key);
  const auto policies = deployment.casework->policies();
  const auto words = [&](const policy::Policy& one) { return one.id() == decision.policy_id; };
  if (!policies) return decision.ground;
  const auto used = std::ranges::find_if(*policies, words);
  return used == policies->end() ? decision.ground
                                 : used->own_ground(decision.ground, t.tag()).value_or(decision.ground);
}

std::optional<Refusal> refusal_of(const Deployment& deployment, const CaseFile& file, const page::Locale& t) {
  if (file.state != casework::State::refused || file.decisions.empty()) return std::nullopt;
  const casework::Decision& decision = file.decisions.back();
  Refusal refusal{.ground = ground_in_words(deployment, decision, t),
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
    for (const policy::Reason& change : verdict.nearest->changes)
      refusal.missing.push_back(missing_in_words(change, t));
  }
  return refusal;
}

}  // namespace writ::app
