#include "policy/inferred.h"

#include "policy/table.h"

namespace writ::policy {

legal::Facts implied_facts(const Policy& policy, const Question& question, bool gives, std::string_view ground) {
  const Policy::Table& table = policy.table();
  std::vector<const Rule*> possible;
  for (const std::size_t at : members(table.candidates(table.point_of(question)))) {
    const Rule& rule = table.rules[at];
    const bool fits = gives ? !rule.disclose.empty() : rule.disclose.empty() && rule.ground == ground;
    if (fits) possible.push_back(&rule);
  }
  legal::Facts facts;
  if (possible.empty()) return facts;
  for (std::size_t f = 0; f < table.fields.size(); ++f) {
    if (!table.fields[f].is_fact) continue;
    Values accepted;
    for (const Rule* rule : possible) accepted |= rule->accepts[f];
    if (accepted.count() == 1) facts[table.fields[f].name] = accepted.test(1) ? legal::Fact::yes : legal::Fact::no;
  }
  return facts;
}

}  // namespace writ::policy
