// Inside the room: conditions and outcomes in words, the same in explain, lint and diff.
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

/// "is court_order", "is drugs or fraud", "is not terrorism", "is none of a and b", "is anything".
std::string condition_text(const Field& field, const Values& accepted);

/// What a rule asks of all fields but one: " on a court order from eu if suspect confirmed and not expired"; "" =
/// nothing.
std::string conditions_phrase(const std::vector<Field>& fields, const Rule& rule, std::string_view but);

/// The vocabulary's label if there is one, else the value itself: "court order".
std::string value_label(const Field& field, const std::string& value);

/// "IP address and phone number", from the vocabulary's labels.
std::string data_words(const legal::CodeSet& categories);

/// "phone number" from "Phone number"; "IP address" and "European Production Order" stay.
std::string lower_label(std::string_view label);

/// "field=value, field=value": an example request.
std::string example_text(const std::map<std::string, std::string>& example);

}  // namespace writ::policy
