// A policy's worked examples: how each is decided, by what, and what would make it otherwise.
#include <algorithm>

#include "report/rule_words.h"
#include "report/words.h"

namespace writ::report {

using page::Html;
using page::Locale;

namespace {

const policy::RuleSentences* find_rule(const std::vector<policy::RuleSentences>& rules, const std::string& id) {
  const auto found = std::ranges::find(rules, id, &policy::RuleSentences::id);
  return found == rules.end() ? nullptr : &*found;
}

bool is_known(const policy::Question& question, const policy::Condition& one) {
  if (!one.is_fact) return question.codes.contains(one.field);
  const auto fact = question.facts.find(one.field);
  return fact != question.facts.end() && fact->second != legal::Fact::unknown;
}

/// What is known, against what the rule asks.
Html reason_in_words(const policy::Question& question, const policy::Condition& one, const Locale& t) {
  const Html asked = condition_in_words(one, t);
  if (!is_known(question, one)) return t.html("rules.whatever", {{"condition", asked}});
  if (one.is_fact) return asked;  // what decided is as the rule asks
  const std::string code = question.codes.at(one.field);
  const Html known = t.html(
      "rules.is", {{"field", field_in_words(one.field, t)}, {"values", Html(code_in_words(one.field, code, t))}});
  const bool same = !one.excluded && one.terms.size() == 1 && one.terms[0].code == code;
  return same ? known : t.html("rules.known_asked", {{"known", known}, {"asked", asked}});
}

/// A field on which the outcome depends, as a question: "whether the order is valid", "the instrument".
Html unknown_in_words(const policy::Policy& policy, const std::string& field, const Locale& t) {
  for (const policy::Policy::FactWords& fact : policy.facts())
    if (fact.name == field) return t.html("rules.unknown", {{"what", of_policy(fact.holds, t)}});
  return t.html("rules.unknown", {{"what", field_in_words(field, t)}});
}

Html otherwise_in_words(const std::vector<policy::RuleSentences>& rules, const policy::Nearest& nearest,
                        const Locale& t) {
  const policy::RuleSentences* rule = find_rule(rules, nearest.rule_id);
  std::vector<Html> needed;
  for (const policy::Condition& one : rule->asks)
    if (std::ranges::find(nearest.changes, one.field, &policy::Reason::field) != nearest.changes.end())
      needed.push_back(condition_in_words(one, t));
  return t.html("rules.otherwise", {{"conditions", listed(needed, t)},
                                    {"outcome", outcome_in_words(nearest.disclose, nearest.ground, t)}});
}

/// English: the sentences of policy::decide.
void add_reasons(const policy::Verdict& verdict, const Locale& t, ExampleInWords& out) {
  for (const std::string& unknown : verdict.unknowns)
    if (!verdict.decided()) out.because.push_back(t.html("rules.unknown", {{"what", unknown}}));
  for (const policy::Reason& reason : verdict.because) out.because.push_back(reason.sentence);
  if (!verdict.nearest) return;
  std::vector<Html> needed;
  for (const policy::Reason& change : verdict.nearest->changes) needed.push_back(change.sentence);
  out.otherwise =
      t.html("rules.otherwise", {{"conditions", listed(needed, t)},
                                 {"outcome", outcome_in_words(verdict.nearest->disclose, verdict.nearest->ground, t)}});
}

}  // namespace

ExampleInWords example_in_words(const policy::Policy& policy, const policy::Example& example, const Locale& t) {
  const policy::Verdict verdict = policy.decide(example.question);
  ExampleInWords out{
      .title = of_policy(example.title, t), .outcome = "", .rule = verdict.rule_id, .because = {}, .otherwise = {}};
  out.outcome = verdict.decided() ? outcome_in_words(verdict.disclose, verdict.ground, t) : t.text("rules.undecided");
  if (t.language() == page::Language::en) {
    add_reasons(verdict, t, out);
    return out;
  }
  const std::vector<policy::RuleSentences> rules = policy::rule_sentences(policy);
  for (const std::string& field : verdict.missing)
    if (!verdict.decided()) out.because.push_back(unknown_in_words(policy, field, t));
  if (const policy::RuleSentences* rule = find_rule(rules, verdict.rule_id))
    for (const policy::Condition& one : rule->asks) out.because.push_back(reason_in_words(example.question, one, t));
  if (verdict.nearest) out.otherwise = otherwise_in_words(rules, *verdict.nearest, t);
  return out;
}

}  // namespace writ::report
