#include "report/rule_words.h"

#include "legal/vocabulary.h"
#include "policy/sentences.h"
#include "report/sorting.h"
#include "report/words.h"

namespace writ::report {

namespace {

std::string outcome_in_words(const legal::CodeSet& disclose, const std::string& ground) {
  if (disclose.empty()) return "Nothing is given. Ground: " + label_of(legal::grounds(), ground) + ".";
  std::string text = categories_in_words(disclose) + " may be given.";
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

}  // namespace

ExampleInWords example_in_words(const policy::Policy& policy, const policy::Example& example) {
  const policy::Verdict verdict = policy.decide(example.question);
  ExampleInWords out{.title = example.title, .outcome = "", .rule = verdict.rule_id, .because = {}, .otherwise = ""};
  if (!verdict.decided()) {
    out.outcome = "Not decided: a fact that matters is not known.";
    for (const std::string& unknown : verdict.unknowns) out.because.push_back("not known: " + unknown);
    return out;
  }
  out.outcome = outcome_in_words(verdict.disclose, verdict.ground);
  for (const policy::Reason& reason : verdict.because) out.because.push_back(reason.sentence);
  if (!verdict.nearest) return out;
  std::vector<std::string> needed;
  for (const policy::Reason& change : verdict.nearest->changes) needed.push_back(change.sentence);
  out.otherwise = "It would be otherwise if " + joined(needed) + ": " +
                  outcome_in_words(verdict.nearest->disclose, verdict.nearest->ground);
  return out;
}

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
  for (policy::RuleSentences& rule : policy::rule_sentences(policy))
    out.push_back({.id = rule.id,
                   .gives = !rule.disclose.empty(),
                   .outcome = outcome_in_words(rule.disclose, rule.ground),
                   .conditions = std::move(rule.conditions),
                   .note = rule.note});
  sort_keeping_ties(out, [](const RuleInWords& a, const RuleInWords& b) { return a.gives && !b.gives; });
  return out;
}

}  // namespace writ::report
