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
/// Parts in the language's own list, with a comma: "a, b, c".
std::string joined(const std::vector<std::string>& parts);

// English, for pages that are not yet in five languages. None is left at the end.
inline const page::Locale& english() { return page::Locale::of(page::Language::en); }
inline std::string time_words(base::Time time) { return time_words(english(), time); }
inline std::string day_words(base::Day day) { return day_words(english(), day); }
inline std::string relative(base::Time time, base::Time now) { return relative(english(), time, now); }
inline page::Html due(base::Time time, base::Time now) { return due(english(), time, now); }
inline page::Html moment(base::Time time) { return moment(english(), time); }
std::vector<page::Option> options_of(std::span<const legal::Word> words);
std::string label_of(std::span<const legal::Word> words, std::string_view code);
/// A ground of the vocabulary by its label; a policy's own by its words.
std::string ground_label(const page::Locale& t, std::string_view code, const std::string& own_words);
inline std::string categories(const legal::CodeSet& set) { return categories(english(), set); }
inline std::string country_name(std::string_view alpha2) { return english().country(alpha2); }
inline std::string state_words(casework::State state) { return state_words(english(), state); }
inline std::string kind_words(legal::SelectorKind kind) { return kind_words(english(), kind); }
inline page::Html says_tag(std::string_view says) { return says_tag(english(), says); }
inline std::string flag_words(std::string_view flag) { return flag_words(english(), flag); }
inline std::string fact_words(legal::Fact fact) { return fact_words(english(), fact); }
inline std::string next_step(casework::State state) { return next_step(english(), state); }

}  // namespace writ::desk
