#include "report/rule_words.h"

#include <algorithm>

#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "policy/table.h"
#include "report/fact_words.h"
#include "report/sorting.h"
#include "report/words.h"

namespace writ::report {

namespace {

std::string spaced(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string value_in_words(const policy::Field& field, const std::string& value) {
  if (field.name == "country") return country_name(value);
  std::span<const legal::Word> words;
  if (field.name == "instrument") words = legal::instruments();
  if (field.name == "offence") words = legal::offences();
  const legal::Word* word = legal::find_word(words, value);
  if (word == nullptr) return spaced(value);
  std::string label(word->label);
  // Inside a sentence only names keep their capital ("UK ...", "DSA ...", "European ...").
  const bool name = label.starts_with("European") || (label.size() > 1 && label[1] >= 'A' && label[1] <= 'Z');
  if (!name) label[0] = static_cast<char>(label[0] - 'A' + 'a');
  return label;
}

std::string condition_in_words(const policy::Field& field, const policy::Values& accepted) {
  const std::string name = spaced(field.name);
  if (field.is_fact) return fact_in_words(field.name, accepted.test(1));
  const std::size_t taken = accepted.count();
  // The shorter way to say it.
  const bool excluded = taken > field.values.size() / 2;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < field.values.size(); ++i)
    if (accepted.test(i) != excluded) values.push_back(value_in_words(field, field.values[i]));
  return name + (excluded ? ": anything but " : ": ") + joined(values, excluded ? "and" : "or");
}

std::string outcome_in_words(const legal::CodeSet& disclose, const std::string& ground) {
  if (disclose.empty()) return "Nothing is given. Ground: " + label_of(legal::grounds(), ground) + ".";
  std::string text = categories_in_words(disclose) + " may be given.";
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

RuleInWords in_words(const policy::Policy::Table& table, const policy::Rule& rule) {
  RuleInWords out{.id = rule.id, .gives = !rule.disclose.empty(), .outcome = "", .conditions = {}, .note = rule.note};
  out.outcome = outcome_in_words(rule.disclose, rule.ground);
  for (std::size_t i = 0; i < table.fields.size(); ++i)
    if (rule.accepts[i] != table.fields[i].all())
      out.conditions.push_back(condition_in_words(table.fields[i], rule.accepts[i]));
  return out;
}

/// A field that decided, or that would have to be `needed`: a fact as a clause, else the field and its value.
std::string reason_in_words(const policy::Policy::Table& table, const policy::Reason& reason, bool needed) {
  const policy::Field* field = table.find_field(reason.field);
  if (field != nullptr && field->is_fact)
    return fact_in_words(reason.field, needed ? reason.condition == "is true" : reason.value == "true");
  if (needed) return spaced(reason.field) + " " + plain(reason.condition);
  return spaced(reason.field) + ": " + (field == nullptr ? reason.value : value_in_words(*field, reason.value));
}

}  // namespace

ExampleInWords example_in_words(const policy::Policy& policy, const policy::Example& example) {
  const policy::Verdict verdict = policy.decide(example.question);
  ExampleInWords out{.title = example.title, .outcome = "", .rule = verdict.rule_id, .because = {}, .otherwise = ""};
  if (!verdict.decided()) {
    out.outcome = "Not decided: a fact that matters is not known.";
    for (const std::string& missing : verdict.missing) out.because.push_back("not known: " + spaced(missing));
    return out;
  }
  out.outcome = outcome_in_words(verdict.disclose, verdict.ground);
  for (const policy::Reason& reason : verdict.because)
    out.because.push_back(reason_in_words(policy.table(), reason, false));
  if (!verdict.nearest) return out;
  std::vector<std::string> needed;
  for (const policy::Reason& change : verdict.nearest->changes)
    needed.push_back(reason_in_words(policy.table(), change, true));
  out.otherwise = "It would be otherwise if " + joined(needed) + ": " +
                  outcome_in_words(verdict.nearest->disclose, verdict.nearest->ground);
  return out;
}

ChangeInWords change_in_words(const std::string& sentence) {
  constexpr std::string_view was_mark = ": was ";
  constexpr std::string_view now_mark = "; now ";
  const std::size_t was = sentence.find(was_mark);
  const std::size_t now = sentence.find(now_mark, was == std::string::npos ? 0 : was);
  if (was == std::string::npos || now == std::string::npos) return {.subject = plain(sentence), .was = "", .now = ""};
  return {.subject = plain(sentence.substr(0, was)),
          .was = plain(sentence.substr(was + was_mark.size(), now - was - was_mark.size())) + ".",
          .now = plain(sentence.substr(now + now_mark.size()))};
}

std::string without_brackets(std::string_view text) {
  std::string out;
  int depth = 0;
  for (const char c : text) {
    if (c == '(') {
      ++depth;
      if (out.ends_with(' ')) out.pop_back();
    } else if (c == ')' && depth > 0) {
      --depth;
    } else if (depth == 0) {
      out += c;
    }
  }
  return out;
}

std::vector<RuleInWords> rules_in_words(const policy::Policy& policy) {
  std::vector<RuleInWords> out;
  for (const policy::Rule& rule : policy.table().rules) out.push_back(in_words(policy.table(), rule));
  sort_keeping_ties(out, [](const RuleInWords& a, const RuleInWords& b) { return a.gives && !b.gives; });
  return out;
}

}  // namespace writ::report
