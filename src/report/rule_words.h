// A policy's rules, its worked examples and what changes from one policy to the next, in the words of the page's
// language. English has the policy's own sentences; another language names field and values, and has the texts of the
// policies that come with Writ translated (locales/rules/). A text of somebody else's file stays as it is, marked
// English.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "page/html.h"
#include "page/locale.h"
#include "policy/policy.h"
#include "policy/sentences.h"

namespace writ::report {

struct RuleInWords {
  std::string id;
  bool gives = false;
  std::string
      outcome;  // "Phone number and IP address may be given." or "Nothing is given. Ground: offence not covered."
  std::vector<page::Html> conditions;  // all must hold; empty: always
  page::Html note;
};
/// Rules that give first, in the order of the file.
std::vector<RuleInWords> rules_in_words(const policy::Policy& policy, const page::Locale& in);

/// A worked example of the policy file, decided now.
struct ExampleInWords {
  page::Html title;
  std::string outcome;              // as in RuleInWords
  std::string rule;                 // id; empty: not decided
  std::vector<page::Html> because;  // what decided
  page::Html otherwise;             // the nearest other outcome and what it needs; may be empty
};
ExampleInWords example_in_words(const policy::Policy& policy, const policy::Example& example, const page::Locale& in);

/// How much of a change is said: with rules and grounds, or the outcome alone where only that matters.
enum class Detail : unsigned char { whole, outcome };
struct ChangeInWords {
  page::Html subject;  // "Fraud and drugs"
  page::Html was;
  page::Html now;
};
/// Of `one` of policy::differences(before, after).
ChangeInWords change_in_words(const policy::Difference& one, const policy::Policy& before, const policy::Policy& after,
                              Detail detail, const page::Locale& in);
/// Subject, "Was", "Now" as the items of a list; at most `most`.
page::Html changes_list(const std::vector<policy::Difference>& changes, const policy::Policy& before,
                        const policy::Policy& after, Detail detail, const page::Locale& in, std::size_t most = 1000);

// Parts of the above.
/// Of a policy or a profile: translated if it is one of those that come with Writ, else as it was written.
page::Html of_policy(std::string_view english, const page::Locale& in);
/// The same where there is room for plain text alone.
std::string text_of_policy(std::string_view english, const page::Locale& in);
/// "Phone number and IP address may be given."
std::string outcome_in_words(const legal::CodeSet& disclose, const std::string& ground, const page::Locale& in);
page::Html condition_in_words(const policy::Condition& one, const page::Locale& in);
/// "the instrument", "the offence": a field of the vocabularies as it is named before its values.
std::string field_in_words(const std::string& field, const page::Locale& in);
/// A code of a field, as a heading; the code itself if the vocabularies have none.
std::string code_in_words(const std::string& field, const std::string& code, const page::Locale& in);
/// "a, b and c"; "a, b or c".
page::Html listed(const std::vector<page::Html>& parts, const page::Locale& in, bool alternative = false);

}  // namespace writ::report
