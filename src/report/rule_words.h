// A policy's rules as sentences.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"

namespace writ::report {

struct RuleInWords {
  std::string id;
  bool gives = false;
  std::string outcome;  // "Phone number and IP address may be given." or "Nothing is given: offence not covered."
  std::vector<std::string> conditions;  // all must hold; empty: always
  std::string note;
};

/// A worked example of the policy file, decided now.
struct ExampleInWords {
  std::string title;
  std::string outcome;               // as in RuleInWords
  std::string rule;                  // id; empty: not decided
  std::vector<std::string> because;  // what decided
  std::string otherwise;             // the nearest other outcome and what it needs; may be empty
};
ExampleInWords example_in_words(const policy::Policy& policy, const policy::Example& example);

/// A sentence of policy::diff, "Fraud: was refused (...); now IP address (...).", taken apart for the eye. A sentence of another shape
/// stands whole in `subject`.
struct ChangeInWords {
  std::string subject;
  std::string was;
  std::string now;
};
ChangeInWords change_in_words(const std::string& sentence);
/// Without what stands in brackets: grounds and rule ids, for places where the outcome alone matters.
std::string without_brackets(std::string_view text);

/// Rules that give first, in the order of the file.
std::vector<RuleInWords> rules_in_words(const policy::Policy& policy);

}  // namespace writ::report
