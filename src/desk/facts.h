// The facts that a policy's rules use, beside what the officer declared, what staff found and what an approver read.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casework/case_file.h"
#include "page/form.h"
#include "page/locale.h"
#include "policy/policy.h"

namespace writ::desk {

struct FactView {
  std::string name;  // valid_order
  std::string yes;   // "the order is valid"
  std::string no;    // "the order is not valid"
  std::optional<legal::Fact> declared;
  std::optional<legal::Fact> found;  // by staff
};

/// In the policy's own order and words, which are those of its language.
std::vector<FactView> facts_of(const page::Locale& t, const policy::Policy& policy, const casework::CaseFile& file);

/// One question for each fact: yes, no, cannot tell. `typed`: what was chosen before, by name.
page::Html fact_questions(const page::Locale& t, const std::vector<FactView>& facts,
                          const std::map<std::string, std::string>& typed, const std::vector<page::FieldError>& faults);

/// Beside each other: entered by the officer, found by staff, and whether they match.
page::Html fact_table(const page::Locale& t, const std::vector<FactView>& facts);

/// What the policy answers for every kind of identifier in the request: outcome, rule, sentence, what decided, and the
/// nearest other outcome; if facts are missing, which.
page::Html policy_answer(const page::Locale& t, const policy::Policy& policy, const casework::CaseFile& file);

}  // namespace writ::desk
