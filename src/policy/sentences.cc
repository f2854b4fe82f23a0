#include "policy/sentences.h"

#include "policy/words.h"

namespace writ::policy {

namespace {

std::string condition_sentence(const Field& field, const Values& accepted) {
  if (field.is_fact) return fact_words(field, accepted.test(1));
  return "the " + spaced(field.name) + " " + condition_words(field, accepted);
}

/// The codes of a field that has none grouped and of a group without words; else the group's words.
std::vector<Condition::Term> terms_of(const Field& field, const Values& set) {
  std::vector<Condition::Term> terms;
  for (const std::size_t value : members(set)) {
    const std::vector<Part> parts = parts_of(field, value);
    for (const Part& part : parts) terms.push_back({.code = part.code, .words = part.words});
  }
  return terms;
}

Condition condition_of(const Field& field, const Values& accepted) {
  Condition one{.field = field.name, .is_fact = field.is_fact, .sentence = condition_sentence(field, accepted)};
  if (field.is_fact) return one;
  const Values others = field.all() & ~accepted;
  one.excluded = accepted.count() > others.count() && !field.is_grouped;
  one.terms = terms_of(field, one.excluded ? others : accepted);
  return one;
}

}  // namespace

std::vector<RuleSentences> rule_sentences(const Policy& policy) {
  const Policy::Table& table = policy.table();
  std::vector<RuleSentences> out;
  for (const Rule& rule : table.rules) {
    RuleSentences one{.id = rule.id,
                      .disclose = rule.disclose,
                      .ground = rule.ground,
                      .ground_words = ground_words(table, rule.ground),
                      .asks = {},
                      .conditions = {},
                      .note = rule.note};
    for (std::size_t f = 0; f < table.fields.size(); ++f) {
      if (rule.accepts[f] == table.fields[f].all()) continue;
      one.asks.push_back(condition_of(table.fields[f], rule.accepts[f]));
      one.conditions.push_back(one.asks.back().sentence);
    }
    out.push_back(std::move(one));
  }
  return out;
}

std::vector<std::string> asked_facts(const Policy& policy) {
  std::vector<std::string> names;
  for (const Field& field : policy.table().fields) {
    if (field.is_fact) names.push_back(field.name);
  }
  return names;
}

base::Result<std::string> fact_sentence(const Policy& policy, std::string_view fact, bool holds) {
  const Field* field = policy.table().find_field(fact);
  if (field == nullptr || !field->is_fact)
    return base::invalid("fact", std::string(fact), "is no fact that " + policy.id() + " asks");
  return fact_words(*field, holds);
}

}  // namespace writ::policy
