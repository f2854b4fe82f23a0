// What changes from one policy to the next, as subject, before and after.
#include <algorithm>
#include <map>

#include "legal/vocabulary.h"
#include "report/rule_words.h"
#include "report/words.h"

namespace writ::report {

using page::Html;
using page::Key;
using page::Locale;
using policy::Difference;

namespace {

// English: policy::diff's own sentence, "Fraud: was refused (...); now IP address (...).", taken apart for the eye.

/// Without what stands in brackets: grounds and rule ids.
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

ChangeInWords taken_apart(const std::string& sentence, Detail detail) {
  constexpr std::string_view was_mark = ": was ";
  constexpr std::string_view now_mark = "; now ";
  const std::size_t was = sentence.find(was_mark);
  const std::size_t now = sentence.find(now_mark, was == std::string::npos ? 0 : was);
  if (was == std::string::npos || now == std::string::npos) return {.subject = sentence, .was = {}, .now = {}};
  const auto shown = [&](const std::string& text) { return detail == Detail::outcome ? without_brackets(text) : text; };
  return {.subject = sentence.substr(0, was),
          .was = shown(sentence.substr(was + was_mark.size(), now - was - was_mark.size()) + "."),
          .now = shown(sentence.substr(now + now_mark.size()))};
}

// Every other language: from the values.

Html label_in_words(const Difference& one, const Difference::Label& label, const Locale& t) {
  if (!label.code.empty()) return code_in_words(one.field, label.code, t);
  const std::string& first = label.before.empty() ? label.after : label.before;
  const bool two = !label.before.empty() && !label.after.empty() && label.before != label.after;
  return two ? t.html("rules.two_groups",
                      {{"before", of_policy(label.before, t)}, {"after", of_policy(label.after, t)}})
             : of_policy(first, t);
}

Html subject_in_words(const Difference& one, const Locale& t) {
  if (one.whom == Difference::Whom::every) return t.html("rules.every_request");
  std::vector<Html> labels;
  for (const Difference::Label& label : one.labels) labels.push_back(label_in_words(one, label, t));
  if (one.whom == Difference::Whom::these) return listed(labels, t);
  return t.html("rules.all_but", {{"field", field_in_words(one.field, t)}, {"values", listed(labels, t)}});
}

/// The conditions of a rule but that under whose heading it stands: "the order is valid and ... (rule give)".
Html case_in_words(const policy::RuleSentences& rule, const std::string& field, Detail detail, const Locale& t) {
  std::vector<Html> conditions;
  for (const policy::Condition& one : rule.asks)
    if (one.field != field) conditions.push_back(condition_in_words(one, t));
  const Html asked = conditions.empty() ? t.html("rules.without_condition") : listed(conditions, t);
  return detail == Detail::outcome ? asked : t.html("rules.case", {{"conditions", asked}, {"rule", rule.id}});
}

/// "refused (order not valid: rules a and b; instrument not sufficient: rule c)".
Html refused_in_words(const std::vector<const policy::RuleSentences*>& rules, Detail detail, const Locale& t) {
  if (detail == Detail::outcome) return t.html("rules.refused");
  std::vector<std::pair<std::string, std::vector<std::string>>> by_ground;
  for (const policy::RuleSentences* rule : rules) {
    auto same = std::ranges::find(by_ground, rule->ground, &decltype(by_ground)::value_type::first);
    if (same == by_ground.end()) same = by_ground.insert(same, {rule->ground, {}});
    same->second.push_back(rule->id);
  }
  Html grounds;
  for (const auto& [ground, ids] : by_ground) {
    const Html one =
        t.html("rules.ground_rules", {{"ground", label_of(legal::grounds(), ground, t)}, {"rules", t.list(ids)}});
    grounds = grounds.empty() ? one : t.html("rules.and_ground", {{"before", grounds}, {"next", one}});
  }
  return t.html("rules.refused_for", {{"grounds", grounds}});
}

/// "Phone number: if the order is valid (rule give); else refused (...)".
Html side_in_words(const policy::Policy& policy, const std::vector<std::string>& ids, const std::string& field,
                   Detail detail, const Locale& t) {
  std::vector<std::pair<legal::CodeSet, std::vector<Html>>> given;
  std::vector<const policy::RuleSentences*> refusing;
  const std::vector<policy::RuleSentences> rules = policy::rule_sentences(policy);
  for (const policy::RuleSentences& rule : rules) {
    if (std::ranges::find(ids, rule.id) == ids.end()) continue;
    if (rule.disclose.empty()) {
      refusing.push_back(&rule);
      continue;
    }
    auto same = std::ranges::find(given, rule.disclose, &decltype(given)::value_type::first);
    if (same == given.end()) same = given.insert(same, {rule.disclose, {}});
    same->second.push_back(case_in_words(rule, field, detail, t));
  }
  Html out;
  for (const auto& [data, cases] : given) {
    const Html one =
        t.html("rules.given_if", {{"data", categories_in_words(data, t)}, {"cases", listed(cases, t, true)}});
    out = out.empty() ? one : t.html("rules.and_ground", {{"before", out}, {"next", one}});
  }
  if (refusing.empty()) return out;
  const Html refused = refused_in_words(refusing, detail, t);
  return out.empty() ? refused : t.html("rules.else", {{"given", out}, {"refused", refused}});
}

}  // namespace

ChangeInWords change_in_words(const Difference& one, const policy::Policy& before, const policy::Policy& after,
                              Detail detail, const Locale& t) {
  if (t.language() == page::Language::en) return taken_apart(one.sentence, detail);
  return {.subject = subject_in_words(one, t),
          .was = side_in_words(before, one.before, one.field, detail, t),
          .now = side_in_words(after, one.after, one.field, detail, t)};
}

Html changes_list(const std::vector<Difference>& changes, const policy::Policy& before, const policy::Policy& after,
                  Detail detail, const Locale& t, std::size_t most) {
  Html items;
  for (std::size_t i = 0; i < std::min(most, changes.size()); ++i) {
    const ChangeInWords change = change_in_words(changes[i], before, after, detail, t);
    const auto line = [&](Key word, const Html& words) {
      return words.empty() ? Html() : page::p(page::em(t(word)), " ", words);
    };
    items += page::li(page::strong(change.subject), line("rules.was", change.was), line("rules.now", change.now));
  }
  return page::ul(page::cls("w-plain w-diff"), items);
}

}  // namespace writ::report
