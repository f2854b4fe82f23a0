#include "policy/words.h"

#include <algorithm>

#include "legal/countries.h"
#include "legal/vocabulary.h"

namespace writ::policy {

namespace {

std::vector<std::string> names_of(const Field& field, const Values& set) {
  std::vector<std::string> names;
  for (const std::size_t value : members(set)) names.push_back(field.values[value]);
  return names;
}

std::string_view preposition_of(const Field& field) {
  if (field.name == "instrument") return "on ";
  if (field.name == "offence") return "for ";
  if (field.name == "country") return "from ";
  return "by ";  // selector
}

constexpr std::size_t named_max = 4;  // a group of more codes is called by its name

std::vector<std::string> words_of(const Field& field, const Values& set) {
  std::vector<std::string> words;
  for (const std::size_t value : members(set)) {
    for (Part& part : parts_of(field, value)) words.push_back(std::move(part.words));
  }
  return words;
}

/// "on a court order", "on any instrument but a subpoena".
std::string phrase(const Field& field, const Values& accepted) {
  const Values others = field.all() & ~accepted;
  const bool excluded = accepted.count() > others.count() && !field.is_grouped;
  return std::string(preposition_of(field)) + (excluded ? "any " + spaced(field.name) + " but " : "") +
         joined(words_of(field, excluded ? others : accepted), "or");
}

std::string with_article(const std::string& label) {
  // "an IP address", but "a UK order", "a user name", "a European order".
  return (label.find_first_of("aeioI") == 0 ? "an " : "a ") + label;
}

std::string label_in(std::span<const legal::Word> words, std::string_view code) {
  const legal::Word* word = legal::find_word(words, code);
  return word == nullptr ? spaced(code) : lower_label(word->label);
}

}  // namespace

std::vector<Part> parts_of(const Field& field, std::size_t value) {
  const std::string& name = field.values[value];
  if (!field.is_grouped) return {{.code = name, .words = code_words(field, name)}};
  if (value < field.words.size() && !field.words[value].empty()) return {{.code = "", .words = field.words[value]}};
  if (field.rest == value) return {{.code = "", .words = "any other " + spaced(field.name)}};
  std::vector<Part> codes;
  for (const auto& [code, group] : field.value_of) {
    if (group == value) codes.push_back({.code = code, .words = code_words(field, code)});
  }
  if (codes.size() > named_max) return {{.code = "", .words = spaced(name)}};
  return codes;
}

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

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - ('a' - 'A'));
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

std::string fact_words(const Field& field, bool holds) {
  if (field.words.size() == 2) return field.words[holds ? 1 : 0];
  return field.name + (holds ? " is true" : " is false");
}

std::string code_label(const Field& field, const std::string& code) {
  if (field.name == "instrument") return label_in(legal::instruments(), code);
  if (field.name == "offence") return label_in(legal::offences(), code);
  if (field.name == "selector") return label_in(legal::categories(), code);  // an address, a number, a name: data too
  const legal::Country* country = field.name == "country" ? legal::find_country(code) : nullptr;
  return country == nullptr ? code : std::string(country->name);
}

std::string code_words(const Field& field, const std::string& code) {
  const std::string label = code_label(field, code);
  if (field.name == "instrument") {
    if (code == "other") return "another instrument";
    return code == "mlat" ? label : with_article(label);
  }
  if (field.name == "offence") {
    if (code == "other") return "another offence";
    return code == "not_stated" ? "an offence that is not stated" : label;
  }
  return field.name == "selector" ? with_article(label) : label;
}

std::string value_words(const Field& field, std::size_t value) {
  std::vector<std::string> words;
  for (Part& part : parts_of(field, value)) words.push_back(std::move(part.words));
  return joined(words, "or");
}

std::string condition_words(const Field& field, const Values& accepted) {
  const Values others = field.all() & ~accepted;
  if (others.none()) return "is anything";
  if (accepted.none()) return "is nothing, since no value is accepted";
  if (accepted.count() <= others.count() || field.is_grouped) return "is " + joined(words_of(field, accepted), "or");
  if (others.count() == 1) return "is not " + words_of(field, others)[0];
  return "is none of " + joined(words_of(field, others), "and");
}

std::string conditions_phrase(const std::vector<Field>& fields, const Rule& rule, std::string_view but) {
  std::string text;
  std::vector<std::string> facts;
  for (std::size_t f = 0; f < fields.size(); ++f) {
    if (fields[f].name == but || rule.accepts[f] == fields[f].all()) continue;
    if (rule.accepts[f].none()) return " never";
    if (fields[f].is_fact) {
      facts.push_back(fact_words(fields[f], rule.accepts[f].test(1)));
    } else {
      text += " " + phrase(fields[f], rule.accepts[f]);
    }
  }
  return facts.empty() ? text : text + " if " + joined(facts, "and");
}

std::string data_words(const legal::CodeSet& categories) {
  std::vector<std::string> labels;
  for (const std::string& code : categories) {
    labels.push_back(label_in(legal::categories(), code));
  }
  return joined(labels, "and");
}

std::string ground_words(std::string_view ground) { return label_in(legal::grounds(), ground); }
std::string ground_words(const Policy::Table& table, std::string_view ground) {
  const auto own = table.grounds.find(ground);
  return own == table.grounds.end() ? ground_words(ground) : own->second.at("en");
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
