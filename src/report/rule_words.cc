#include "report/rule_words.h"

#include <algorithm>

#include "legal/vocabulary.h"
#include "report/components.h"
#include "report/sorting.h"
#include "report/words.h"

namespace writ::report {

using page::Html;
using page::Key;
using page::Locale;

namespace {

constexpr std::size_t name_letters_max = 60;

/// "The order is valid." -> "shipped.the_order_is_valid": the name of a text is its own beginning.
std::string shipped_name(std::string_view english) {
  std::string name = "shipped.";
  for (const char c : english) {
    if (name.size() >= name_letters_max) break;
    const bool upper = c >= 'A' && c <= 'Z';
    const bool kept = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (kept) name += static_cast<char>(upper ? c - 'A' + 'a' : c);
    if (!kept && !name.ends_with('_') && !name.ends_with('.')) name += '_';
  }
  while (name.ends_with('_')) name.pop_back();
  return name;
}

/// The translation is of this very text, not of one that begins alike. An apostrophe of a file is straight.
std::optional<Key> shipped_key(std::string_view english) {
  const std::optional<Key> key = Key::find(shipped_name(english));
  if (!key) return std::nullopt;
  std::string original = page::Locale::of(page::Language::en).text(*key);
  constexpr std::string_view curly = "\u2019";
  for (std::size_t at = original.find(curly); at != original.npos; at = original.find(curly, at))
    original.replace(at, curly.size(), "'");
  return original == english ? key : std::nullopt;
}

Html term_in_words(const policy::Condition& one, const policy::Condition::Term& term, const Locale& t) {
  return term.code.empty() ? of_policy(term.words, t) : Html(code_in_words(one.field, term.code, t));
}

}  // namespace

Html of_policy(std::string_view english, const Locale& t) {
  if (t.language() == page::Language::en || english.empty()) return english;
  const std::optional<Key> key = shipped_key(english);
  return key ? t.html(*key) : as_written(english);
}

std::string text_of_policy(std::string_view english, const Locale& t) {
  const std::optional<Key> key = t.language() == page::Language::en ? std::nullopt : shipped_key(english);
  return key ? t.text(*key) : std::string(english);
}

std::string outcome_in_words(const legal::CodeSet& disclose, const std::string& ground, const Locale& t) {
  if (disclose.empty()) return t.text("rules.nothing_given", {{"ground", label_of(legal::grounds(), ground, t)}});
  std::string text = t.text("rules.may_be_given", {{"data", categories_in_words(disclose, t)}});
  if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string field_in_words(const std::string& field, const Locale& t) {
  const std::optional<Key> key = Key::find("rules.field." + field);
  return key ? t.text(*key) : field;
}

std::string code_in_words(const std::string& field, const std::string& code, const Locale& t) {
  if (field == "country") return country_name(code, t);
  if (field == "instrument") return label_of(legal::instruments(), code, t);
  if (field == "offence") return label_of(legal::offences(), code, t);
  return field == "selector" ? label_of(legal::categories(), code, t) : code;
}

Html listed(const std::vector<Html>& parts, const Locale& t, bool alternative) {
  if (parts.empty()) return {};
  Html out = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const Key last = alternative ? Key("list.or") : Key("list.and");
    out = t.html(i + 1 < parts.size() ? Key("list.more") : last, {{"before", out}, {"next", parts[i]}});
  }
  return out;
}

Html condition_in_words(const policy::Condition& one, const Locale& t) {
  if (one.is_fact || t.language() == page::Language::en) return of_policy(one.sentence, t);
  std::vector<Html> terms;
  for (const policy::Condition::Term& term : one.terms) terms.push_back(term_in_words(one, term, t));
  return t.html(one.excluded ? Key("rules.is_not") : Key("rules.is"),
                {{"field", field_in_words(one.field, t)}, {"values", listed(terms, t, !one.excluded)}});
}

std::vector<RuleInWords> rules_in_words(const policy::Policy& policy, const Locale& t) {
  std::vector<RuleInWords> out;
  for (const policy::RuleSentences& rule : policy::rule_sentences(policy)) {
    RuleInWords words{.id = rule.id,
                      .gives = !rule.disclose.empty(),
                      .outcome = outcome_in_words(rule.disclose, rule.ground, t),
                      .conditions = {},
                      .note = of_policy(rule.note, t)};
    for (const policy::Condition& one : rule.asks) words.conditions.push_back(condition_in_words(one, t));
    out.push_back(std::move(words));
  }
  sort_keeping_ties(out, [](const RuleInWords& a, const RuleInWords& b) { return a.gives && !b.gives; });
  return out;
}

}  // namespace writ::report
