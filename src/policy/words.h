// Conditions and outcomes in words, the same in explain, diff and the site; lint names codes, for who writes the file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/table.h"

namespace writ::policy {

/// "a", "a and b", "a, b and c" (or with "or").
std::string joined(const std::vector<std::string>& words, std::string_view last);

/// "suspect_confirmed" -> "suspect confirmed".
std::string spaced(std::string_view code);

/// In codes: "is court_order", "is drugs or fraud", "is not terrorism", "is none of a and b", "is anything".
std::string condition_text(const Field& field, const Values& accepted);

/// "the order is valid" or "the order is not valid": the policy's own words, else "valid_order is true".
std::string fact_words(const Field& field, bool holds);

/// "a court order", "terrorism", "Germany", "the United States" (a group's words), "any other instrument". Not of
/// facts.
std::string value_words(const Field& field, std::size_t value);
/// Of a code of the field's vocabulary, whatever group it is in.
std::string code_words(const Field& field, const std::string& code);
/// Without an article, as a heading: "court order".
std::string code_label(const Field& field, const std::string& code);

/// A value as it is named: a code, or a group's words.
struct Part {
  std::string code;  // empty: of a group that is called by its words
  std::string words;
};
/// A group without words of its own is its codes, one by one.
std::vector<Part> parts_of(const Field& field, std::size_t value);

/// "is a court order", "is drugs or fraud", "is not terrorism", "is none of a and b". Not of facts.
std::string condition_words(const Field& field, const Values& accepted);

/// What a rule asks of all fields but one: " on a court order from Germany if the order is valid"; "" = nothing.
std::string conditions_phrase(const std::vector<Field>& fields, const Rule& rule, std::string_view but);

/// "IP address and phone number", from the vocabulary's labels.
std::string data_words(const legal::CodeSet& categories);
/// "order not valid".
std::string ground_words(std::string_view ground);
/// The same, where the policy's own grounds have words too.
std::string ground_words(const Policy::Table& table, std::string_view ground);

/// "phone number" from "Phone number"; "IP address" and "European Production Order" stay.
std::string lower_label(std::string_view label);

/// "field=value, field=value": an example request.
std::string example_text(const std::map<std::string, std::string>& example);

}  // namespace writ::policy
