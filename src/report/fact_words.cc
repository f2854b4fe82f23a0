#include "report/fact_words.h"

#include <algorithm>

#include "legal/vocabulary.h"

namespace writ::report {

namespace {

struct FactWords {
  std::string_view name;
  std::string_view yes;
  std::string_view no;
};

// Every fact of policies/*.toml. A policy file has no place for a label: its bytes are what the log commits to.
constexpr FactWords fact_words[] = {
    {"judicial_authority", "the order comes from a judicial authority",
     "the order does not come from a judicial authority"},
    {"valid_order", "the order is valid in form and time", "the order is not valid in form or time"},
    {"suspect_confirmed", "the order confirms that the account belongs to a suspect",
     "the order does not confirm that the account belongs to a suspect"},
    {"violates_terms", "the case is about criminal activity that violates the terms of service",
     "the case is not about criminal activity that violates the terms of service"},
    {"legal_analysis_done", "our legal analysis of the request is done",
     "our legal analysis of the request is not done"},
    {"issued_by_judge", "a judge or court issued or validated the order",
     "no judge or court issued or validated the order"},
    {"serious_offence", "the offence is a serious one", "the offence is not a serious one"},
    {"indictable_or_terrorist", "the case is about an indictable offence or a terrorist investigation",
     "the case is about neither an indictable offence nor a terrorist investigation"},
    {"emergency_confirmed", "we confirmed the emergency", "we could not confirm the emergency"},
    {"emergency", "the requester declares an emergency", "the requester declares no emergency"},
    {"realtime", "data of the future are asked for", "only stored data are asked for"},
};

std::string spaced(std::string_view name) {
  std::string text(name);
  std::ranges::replace(text, '_', ' ');
  return text;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// Every `from` that is no part of a longer word.
void replace_words(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    const std::size_t end = at + from.size();
    const bool whole = (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
    if (whole) text.replace(at, from.size(), to);
    at += whole ? to.size() : from.size();
  }
}

std::string lower_first(std::string_view label) {
  std::string text(label);
  if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}

}  // namespace

std::string fact_in_words(std::string_view fact, bool holds) {
  const auto* known = std::ranges::find(fact_words, fact, &FactWords::name);
  if (known == std::end(fact_words)) return spaced(fact) + (holds ? ": yes" : ": no");
  return std::string(holds ? known->yes : known->no);
}

std::string plain(std::string sentence) {
  for (const FactWords& fact : fact_words) {
    if (!fact.name.contains('_')) continue;  // "emergency" is also a word of labels
    for (const std::string& spelled : {std::string(fact.name), spaced(fact.name)}) {
      replace_words(sentence, "not " + spelled, fact.no);
      replace_words(sentence, spelled, fact.yes);
    }
  }
  for (const auto& words : {legal::grounds(), legal::instruments()})
    for (const legal::Word& word : words)
      if (word.code.contains('_')) replace_words(sentence, word.code, lower_first(word.label));
  return sentence;
}

}  // namespace writ::report
