#include <algorithm>

#include "policy/decide.h"
#include "policy/words.h"

namespace writ::policy {

namespace {

/// What the request has: "DE (eu)" for a grouped field, "unknown" if it has nothing that the field knows.
std::string value_text(const Field& field, const Question& question, std::uint16_t value) {
  if (value == unknown_value) return "unknown";
  if (!field.is_grouped) return field.values[value];
  return question.codes.at(field.name) + " (" + field.values[value] + ")";
}

bool asks(const Policy::Table& table, const Rule& rule, std::size_t f) {
  return rule.accepts[f] != table.fields[f].all();
}

/// What would have to be known to be different for another rule to decide.
std::vector<Reason> changes_to(const Policy::Table& table, const Rule& rule, const Question& question,
                               const Point& point) {
  std::vector<Reason> changes;
  for (std::size_t f = 0; f < point.size(); ++f) {
    const bool met = point[f] != unknown_value && rule.accepts[f].test(point[f]);
    if (met || !asks(table, rule, f)) continue;
    const Field& field = table.fields[f];
    changes.push_back({field.name, value_text(field, question, point[f]), condition_text(field, rule.accepts[f])});
  }
  return changes;
}

/// Other data, or if no rule gives other data, another ground; the fewest changes, then the order of the file.
std::optional<Nearest> nearest_other(const Policy::Table& table, const Rule& decided, const Question& question,
                                     const Point& point) {
  const auto gives_other_data = [&](const Rule& rule) { return rule.disclose != decided.disclose; };
  const bool any_other_data = std::any_of(table.rules.begin(), table.rules.end(), gives_other_data);
  std::optional<Nearest> nearest;
  for (const Rule& rule : table.rules) {
    if (any_other_data ? !gives_other_data(rule) : rule.same_outcome(decided)) continue;
    const bool possible =
        std::all_of(rule.accepts.begin(), rule.accepts.end(), [](const Values& set) { return set.any(); });
    if (!possible) continue;
    std::vector<Reason> changes = changes_to(table, rule, question, point);
    if (nearest && nearest->changes.size() <= changes.size()) continue;
    nearest = Nearest{rule.id, rule.disclose, rule.ground, std::move(changes)};
  }
  return nearest;
}

std::string reason_line(const Reason& reason) {
  return "- " + reason.field + " is " + reason.value + "; the rule asks that it " + reason.condition + ".\n";
}

std::string outcome_text(const legal::CodeSet& disclose, const std::string& ground) {
  return (disclose.empty() ? "refused" : "disclose " + data_words(disclose)) + " (" + ground + ")";
}

}  // namespace

Verdict Policy::decide(const Question& question) const {
  const Point point = table_->point_of(question);
  Verdict verdict;
  verdict.policy_id = table_->id;
  const auto rule_index = deciding_rule(*table_, point);
  if (!rule_index) {
    for (const std::size_t f : fields_that_matter(*table_, point)) verdict.missing.push_back(table_->fields[f].name);
    return verdict;
  }
  const Rule& rule = table_->rules[*rule_index];
  verdict.rule_id = rule.id;
  verdict.disclose = rule.disclose;
  verdict.ground = rule.ground;
  for (std::size_t f = 0; f < point.size(); ++f) {
    if (!asks(*table_, rule, f)) continue;
    const Field& field = table_->fields[f];
    verdict.because.push_back(
        {field.name, value_text(field, question, point[f]), condition_text(field, rule.accepts[f])});
  }
  verdict.nearest = nearest_other(*table_, rule, question, point);
  return verdict;
}

std::string explain(const Verdict& verdict) {
  std::string text = "Policy " + verdict.policy_id + ": ";
  if (!verdict.decided()) {
    if (verdict.missing.empty()) return text + "undecided: the table has no single rule for this request (run lint).\n";
    text += "undecided: " + joined(verdict.missing, "and") + (verdict.missing.size() == 1 ? " is" : " are") +
            " unknown and " + (verdict.missing.size() == 1 ? "matters" : "matter") + ".\n";
    return text;
  }
  text += outcome_text(verdict.disclose, verdict.ground) + " by rule " + verdict.rule_id + ".\n";
  for (const Reason& reason : verdict.because) {
    if (reason.value != "unknown") {
      text += reason_line(reason);
    } else {
      text += "- " + reason.field + " is unknown; whatever it is, the outcome is the same.\n";
    }
  }
  if (verdict.because.empty()) text += "- The rule asks nothing: every request is decided so.\n";
  if (verdict.nearest) {
    text += "Nearest other outcome: " + outcome_text(verdict.nearest->disclose, verdict.nearest->ground) + " by rule " +
            verdict.nearest->rule_id + ", if";
    std::vector<std::string> changes;
    for (const Reason& change : verdict.nearest->changes) changes.push_back(change.field + " " + change.condition);
    text += " " + joined(changes, "and") + ".\n";
  }
  return text;
}

}  // namespace writ::policy
