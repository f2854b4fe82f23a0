// What a page asks of a policy's table beside its verdicts: facts to establish, and what reaches a category.
#include <algorithm>

#include "legal/vocabulary.h"
#include "policy/policy.h"
#include "policy/table.h"
#include "policy/words.h"

namespace writ::policy {

std::vector<Policy::FactWords> Policy::facts() const {
  std::vector<FactWords> facts;
  for (const Field& field : table_->fields) {
    if (field.is_fact) facts.push_back({field.name, fact_words(field, true), fact_words(field, false)});
  }
  return facts;
}

Policy::Reach Policy::reach_of(std::string_view category) const {
  Reach reach;
  const Field* field = table_->find_field("instrument");
  Values accepted;
  for (const Rule& rule : table_->rules) {
    if (std::ranges::find(rule.disclose, category) == rule.disclose.end()) continue;
    reach.given = true;
    if (field == nullptr) {  // no rule asks for it
      reach.every = true;
      continue;
    }
    const Values& values = rule.accepts[static_cast<std::size_t>(field - table_->fields.data())];
    reach.every = reach.every || values == field->all();
    accepted |= values;
  }
  if (field == nullptr) return reach;
  for (const legal::Word& word : legal::instruments()) {
    const auto found = field->value_of.find(word.code);
    const std::optional<std::uint16_t> value =
        found != field->value_of.end() ? std::optional(found->second) : field->rest;
    if (value && accepted.test(*value)) reach.codes.emplace_back(word.code);
  }
  return reach;
}

}  // namespace writ::policy
