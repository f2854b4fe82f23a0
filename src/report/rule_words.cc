#include "report/rule_words.h"

#include <algorithm>

#include "legal/countries.h"
#include "legal/vocabulary.h"
#include "policy/table.h"
#include "report/sorting.h"
#include "report/words.h"

namespace writ::report {

namespace {

std::string spaced(std::string text) {
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string value_in_words(const policy::Field& field, const std::string& value) {
  if (field.name == "emergency") return value == "1" ? "declared" : "not declared";
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
  if (field.is_fact) return name + ": " + (accepted.test(1) ? "yes" : "no");
  const std::size_t taken = accepted.count();
  // The shorter way to say it.
  const bool excluded = taken > field.values.size() / 2;
  std::vector<std::string> values;
  for (std::size_t i = 0; i < field.values.size(); ++i)
    if (accepted.test(i) != excluded) values.push_back(value_in_words(field, field.values[i]));
  return name + (excluded ? ": anything but " : ": ") + joined(values, excluded ? "and" : "or");
}

RuleInWords in_words(const policy::Policy::Table& table, const policy::Rule& rule) {
  RuleInWords out{.id = rule.id, .gives = !rule.disclose.empty(), .outcome = "", .conditions = {}, .note = rule.note};
  if (out.gives) {
    out.outcome = categories_in_words(rule.disclose) + " may be given.";
    if (out.outcome[0] >= 'a' && out.outcome[0] <= 'z') out.outcome[0] = static_cast<char>(out.outcome[0] - 'a' + 'A');
  } else {
    out.outcome = "Nothing is given. Ground: " + label_of(legal::grounds(), rule.ground) + ".";
  }
  for (std::size_t i = 0; i < table.fields.size(); ++i)
    if (rule.accepts[i] != table.fields[i].all())
      out.conditions.push_back(condition_in_words(table.fields[i], rule.accepts[i]));
  return out;
}

}  // namespace

ChangeInWords change_in_words(const std::string& sentence) {
  constexpr std::string_view was_mark = ": was ";
  constexpr std::string_view now_mark = "; now ";
  const std::size_t was = sentence.find(was_mark);
  const std::size_t now = sentence.find(now_mark, was == std::string::npos ? 0 : was);
  if (was == std::string::npos || now == std::string::npos) return {.subject = sentence, .was = "", .now = ""};
  return {.subject = sentence.substr(0, was),
          .was = sentence.substr(was + was_mark.size(), now - was - was_mark.size()) + ".",
          .now = sentence.substr(now + now_mark.size())};
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
