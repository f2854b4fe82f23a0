#include "policy/words.h"

#include <algorithm>

#include "legal/vocabulary.h"

namespace writ::policy {

namespace {

std::vector<std::string> names_of(const Field& field, const Values& set) {
  std::vector<std::string> names;
  for (const std::size_t value : members(set)) names.push_back(field.values[value]);
  return names;
}

std::string labels_of(const Field& field, const Values& set) {
  std::vector<std::string> labels;
  for (const std::size_t value : members(set)) labels.push_back(value_label(field, field.values[value]));
  return joined(labels, "or");
}

std::string_view preposition_of(const Field& field) {
  if (field.name == "instrument") return "on ";
  if (field.name == "offence") return "for ";
  if (field.name == "country") return "from ";
  return "by ";  // selector
}

/// "on a court order", "on any instrument but a subpoena".
std::string phrase(const Field& field, const Values& accepted) {
  const Values others = field.all() & ~accepted;
  const bool excluded = accepted.count() > others.count();
  const std::string labels = labels_of(field, excluded ? others : accepted);
  const bool vowel = labels.find_first_of("aeiou") == 0;
  const std::string article = field.name == "instrument" && !field.is_grouped ? (vowel ? "an " : "a ") : "";
  return std::string(preposition_of(field)) + (excluded ? "any " + spaced(field.name) + " but " : "") + article +
         labels;
}

}  // namespace

std::string joined(const std::vector<std::string>& words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " " + std::string(last) + " " : ", ";
    text += words[i];
  }
  return text;
}

std::string spaced(std::string_view code) {
  std::string text(code);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string condition_text(const Field& field, const Values& accepted) {
  const Values others = field.all() & ~accepted;
  if (others.none()) return "is anything";
  if (accepted.none()) return "is nothing: no value is accepted";
  if (accepted.count() <= others.count()) return "is " + joined(names_of(field, accepted), "or");
  if (others.count() == 1) return "is not " + names_of(field, others)[0];
  return "is none of " + joined(names_of(field, others), "and");
}

std::string conditions_phrase(const std::vector<Field>& fields, const Rule& rule, std::string_view but) {
  std::string text;
  std::vector<std::string> facts;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (fields[f].name == but || rule.accepts[f] == fields[f].all()) continue;
    if (rule.accepts[f].none()) return " never";
    if (fields[f].is_fact) {
      facts.push_back((rule.accepts[f].test(1) ? "" : "not ") + spaced(fields[f].name));
    } else {
      text += " " + phrase(fields[f], rule.accepts[f]);
    }
  }
  return facts.empty() ? text : text + " if " + joined(facts, "and");
}

std::string value_label(const Field& field, const std::string& value) {
  if (field.is_grouped) return value;
  const auto words = field.name == "instrument" ? legal::instruments()
                     : field.name == "offence"  ? legal::offences()
                                                : std::span<const legal::Word>();
  const legal::Word* word = legal::find_word(words, value);
  return word == nullptr ? value : lower_label(word->label);
}

std::string data_words(const legal::CodeSet& categories) {
  std::vector<std::string> labels;
  for (const std::string& code : categories) {
    const legal::Word* word = legal::find_word(legal::categories(), code);
    labels.push_back(word == nullptr ? code : lower_label(word->label));
  }
  return joined(labels, "and");
}

std::string lower_label(std::string_view label) {
  std::string text(label);
  const bool is_name = text.starts_with("European") || (text.size() > 1 && text[1] >= 'A' && text[1] <= 'Z');
  if (!is_name && !text.empty() && text[0] >= 'A' && text[0] <= 'Z') text[0] = static_cast<char>(text[0] + ('a' - 'A'));
  return text;
}

std::string example_text(const std::map<std::string, std::string>& example) {
  std::string text;
  for (const auto& [field, value] : example) text += (text.empty() ? "" : ", ") + field + "=" + value;
  return text.empty() ? "any request" : text;
}

}  // namespace writ::policy
