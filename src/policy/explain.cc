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

/// "whether the order is valid", "the instrument".
std::string subject_of(const Field& field) {
  return field.is_fact ? "whether " + fact_words(field, true) : "the " + spaced(field.name);
}

/// What is known, against what the rule asks: "the order is valid, as the rule asks", "the instrument is a subpoena;
/// the rule asks that it is not a court order".
std::string reason_words(const Field& field, const Values& accepted, const Question& question, std::uint16_t value) {
  if (value == unknown_value) return subject_of(field) + " is unknown; whatever it is, the outcome is the same";
  if (field.is_fact) return fact_words(field, value == 1) + ", as the rule asks";
  std::string known = code_words(field, question.codes.at(field.name));
  const std::string asked = condition_words(field, accepted);
  bool as_asked = asked == "is " + known;
  if (field.is_grouped && value < field.words.size() && !field.words[value].empty()) {
    const std::string& group = field.words[value];  // "another state", or the code itself as "the United States"
    known = group.contains(known) ? group : known + " (" + group + ")";
    as_asked = accepted.count() == 1;
  }
  return subject_of(field) + " is " + known + (as_asked ? ", as the rule asks" : "; the rule asks that it " + asked);
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
    changes.push_back({field.name, value_text(field, question, point[f]), condition_text(field, rule.accepts[f]),
                       field.is_fact ? fact_words(field, rule.accepts[f].test(1))
                                     : subject_of(field) + " " + condition_words(field, rule.accepts[f])});
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
    nearest = Nearest{rule.id, rule.disclose, rule.ground, ground_words(table, rule.ground), std::move(changes)};
  }
  return nearest;
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
    for (const std::size_t f : fields_that_matter(*table_, point)) {
      const Field& field = table_->fields[f];
      verdict.missing.push_back(field.name);
      verdict.unknowns.push_back(subject_of(field) + (field.is_fact ? " (" + field.name + ")" : ""));
    }
    return verdict;
  }
  const Rule& rule = table_->rules[*rule_index];
  verdict.rule_id = rule.id;
  verdict.disclose = rule.disclose;
  verdict.ground = rule.ground;
  verdict.ground_words = ground_words(*table_, rule.ground);
  for (std::size_t f = 0; f < point.size(); ++f) {
    if (!asks(*table_, rule, f)) continue;
    const Field& field = table_->fields[f];
    verdict.because.push_back({field.name, value_text(field, question, point[f]),
                               condition_text(field, rule.accepts[f]),
                               reason_words(field, rule.accepts[f], question, point[f])});
  }
  verdict.nearest = nearest_other(*table_, rule, question, point);
  return verdict;
}

std::string explain(const Verdict& verdict) {
  std::string text = "Policy " + verdict.policy_id + ": ";
  if (!verdict.decided()) {
    if (verdict.missing.empty()) return text + "undecided: the table has no single rule for this request (run lint).\n";
    text += "undecided: " + joined(verdict.unknowns, "and") + (verdict.missing.size() == 1 ? " is" : " are") +
            " unknown and " + (verdict.missing.size() == 1 ? "matters" : "matter") + ".\n";
    return text;
  }
  text += outcome_text(verdict.disclose, verdict.ground_words) + " by rule " + verdict.rule_id + ".\n";
  for (const Reason& reason : verdict.because) text += "- " + capitalised(reason.sentence) + ".\n";
  if (verdict.because.empty()) text += "- The rule asks nothing: every request is decided so.\n";
  if (verdict.nearest) {
    text += "Nearest other outcome: " + outcome_text(verdict.nearest->disclose, verdict.nearest->ground_words) +
            " by rule " + verdict.nearest->rule_id + ", if";
    std::vector<std::string> changes;
    for (const Reason& change : verdict.nearest->changes) changes.push_back(change.sentence);
    text += " " + joined(changes, "and") + ".\n";
  }
  return text;
}

}  // namespace writ::policy
