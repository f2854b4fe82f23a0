// Words that the desk's pages share: times, states, codes of the vocabularies.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casework/case_file.h"
#include "legal/vocabulary.h"
#include "page/form.h"

namespace writ::desk {

/// A person's name by id; "the system" and the like for what is nobody's.
using Names = std::function<std::string(const std::string& person)>;

/// "3 Dec 2026, 14:00 UTC"
std::string time_words(base::Time time);
std::string day_words(base::Day day);
/// "in 6 h", "12 min ago", "in 3 days"; "now" within a minute.
std::string relative(base::Time time, base::Time now);
/// Absolute first, relative second; overdue in words.
page::Html due(base::Time time, base::Time now);
page::Html moment(base::Time time);

/// The words of a vocabulary for a list to choose from.
std::vector<page::Option> options_of(std::span<const legal::Word> words);
/// The label of a code, or the code itself.
std::string label_of(std::span<const legal::Word> words, std::string_view code);
/// "phone number, IP address"; "nothing" for the empty set.
std::string categories(const legal::CodeSet& set);
std::string country_name(std::string_view alpha2);
std::string state_words(casework::State state);
std::string kind_words(legal::SelectorKind kind);
/// full, partial, refused, unknown: what the policy says, as a tag in words.
page::Html says_tag(std::string_view says);
/// A flag as people read it; empty for one that only the program reads.
std::string flag_words(std::string_view flag);
std::string fact_words(legal::Fact fact);
/// Who does what next.
std::string next_step(casework::State state);

}  // namespace writ::desk
