// A policy's rules as sentences.
#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"

namespace writ::report {

struct RuleInWords {
  std::string id;
  bool gives = false;
  std::string outcome;                  // "Phone number and IP address may be given." or "Nothing is given: offence not covered."
  std::vector<std::string> conditions;  // all must hold; empty: always
  std::string note;
};

/// Rules that give first, in the order of the file.
std::vector<RuleInWords> rules_in_words(const policy::Policy& policy);

}  // namespace writ::report
