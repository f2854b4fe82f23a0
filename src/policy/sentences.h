// The rules of a policy as a reader meets them, in the policy's own words; for pages and letters.
#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"

namespace writ::policy {

/// One condition as values, for pages in other languages.
struct Condition {
  std::string field;  // "offence", "valid_order"
  bool is_fact = false;
  /// Of another field: the terms are what it must not be.
  bool excluded = false;
  /// A code of the field's vocabulary, or the words of a group as the policy has them.
  struct Term {
    std::string code;
    std::string words;
  };
  std::vector<Term> terms;
  std::string sentence;  // "the order is valid", "the offence is not terrorism"
};

struct RuleSentences {
  std::string id;
  legal::CodeSet disclose;
  std::string ground;                   // code
  std::string ground_words;             // in English
  std::vector<Condition> asks;          // the conditions as values
  std::vector<std::string> conditions;  // all must hold, none ends in a full stop: "the order is valid", "the offence
                                        // is not terrorism"; empty: always
  std::string note;
};

/// In the order of the file.
std::vector<RuleSentences> rule_sentences(const Policy& policy);

/// The names of the facts that the policy asks, in the order of the file.
std::vector<std::string> asked_facts(const Policy& policy);
/// "the order is valid", "the order is not valid"; of a fact without words "valid_order is true". invalid if the policy
/// does not ask it.
base::Result<std::string> fact_sentence(const Policy& policy, std::string_view fact, bool holds);

}  // namespace writ::policy
