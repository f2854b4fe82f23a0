#include "policy/sentences.h"

#include "policy/words.h"

namespace writ::policy {

namespace {

std::string condition_sentence(const Field& field, const Values& accepted) {
  if (field.is_fact) return fact_words(field, accepted.test(1));
  return "the " + spaced(field.name) + " " + condition_words(field, accepted);
}

}  // namespace

std::vector<RuleSentences> rule_sentences(const Policy& policy) {
  const Policy::Table& table = policy.table();
  std::vector<RuleSentences> out;
  for (const Rule& rule : table.rules) {
    RuleSentences one{
        .id = rule.id, .disclose = rule.disclose, .ground = rule.ground, .conditions = {}, .note = rule.note};
    for (std::size_t f = 0; f < table.fields.size(); ++f) {
      if (rule.accepts[f] != table.fields[f].all())
        one.conditions.push_back(condition_sentence(table.fields[f], rule.accepts[f]));
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
