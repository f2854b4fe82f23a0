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
#include "page/locale.h"

namespace writ::desk {

/// A person's name by id; "the system" and the like for what is nobody's.
using Names = std::function<std::string(const std::string& person)>;

/// "3 Dec 2026, 14:00 UTC"
std::string time_words(const page::Locale& t, base::Time time);
std::string day_words(const page::Locale& t, base::Day day);
/// "in 6 h", "12 min ago", "in 3 days"; "now" within a minute.
std::string relative(const page::Locale& t, base::Time time, base::Time now);
/// Absolute first, relative second; overdue in words.
page::Html due(const page::Locale& t, base::Time time, base::Time now);
page::Html moment(const page::Locale& t, base::Time time);

/// The words of a vocabulary for a list to choose from: `kind` is that of locales/, "instrument", "offence",
/// "category", "ground", "outcome", "holding".
std::vector<page::Option> options_of(const page::Locale& t, std::string_view kind, std::span<const legal::Word> words);
/// The word of a code, or the code itself.
std::string word_of(const page::Locale& t, std::string_view kind, std::string_view code);
/// "phone number, IP address"; "nothing" for the empty set.
std::string categories(const page::Locale& t, const legal::CodeSet& set);
std::string state_words(const page::Locale& t, casework::State state);
std::string kind_words(const page::Locale& t, legal::SelectorKind kind);
/// full, partial, refused, unknown: what the policy says, as a tag in words.
page::Html says_tag(const page::Locale& t, std::string_view says);
/// A flag as people read it; empty for one that only the program reads. Flags that people wrote stay as they are.
std::string flag_words(const page::Locale& t, std::string_view flag);
std::string fact_words(const page::Locale& t, legal::Fact fact);
/// Who does what next.
std::string next_step(const page::Locale& t, casework::State state);
/// "intake, decider" in the language; "no role" for none.
std::string role_words(const page::Locale& t, const legal::CodeSet& roles);
/// "a, b, c", with the language's own comma.
std::string joined(const page::Locale& t, const std::vector<std::string>& parts);

/// A ground of the vocabulary by its word; a policy's own by the words that the policy gives it.
std::string ground_label(const page::Locale& t, std::string_view code, const std::string& own_words);

}  // namespace writ::desk
