// Facts and codes of a policy as people say them.
#pragma once

#include <string>
#include <string_view>

namespace writ::report {

/// "the order is valid", "the order is not valid". A fact that the shipped policies do not use: its name, "yes" or
/// "no".
std::string fact_in_words(std::string_view fact, bool holds);

/// A sentence of the policy room with its codes said in words: "if suspect confirmed", "not valid_order",
/// "(terms_not_violated, rule x)". What it does not know stays.
std::string plain(std::string sentence);

}  // namespace writ::report
