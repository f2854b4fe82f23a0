// What the pages say about periods, places, codes and findings, in each language: the texts are those of locales/, the
// names of months and countries ICU's. Without a language: English.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "legal/vocabulary.h"
#include "page/locale.h"

namespace writ::report {

inline const page::Locale& english() { return page::Locale::of(page::Language::en); }

/// "24 September 2024"
std::string day_in_words(base::Day day, const page::Locale& in = english());
/// "24 September 2024, 14:00 UTC"
std::string time_in_words(base::Time time, const page::Locale& in = english());
/// "January to September 2024", "March 2024", "2024", "October 2024 to March 2025"; days where it is no whole months.
std::string period_in_words(const base::Period& period, const page::Locale& in = english());
/// At the start of a sentence: "From January to September 2024", "In March 2024".
std::string during(const base::Period& period, const page::Locale& in = english());
/// "nine months", "three months", "92 days", as it stands after "in".
std::string length_in_words(const base::Period& period, const page::Locale& in = english());
/// Whole calendar months of the period, 0 if it is not made of such.
int whole_months(const base::Period& period);

/// "United States"; "Country not shown" for `--`.
std::string country_name(std::string_view alpha2, const page::Locale& in = english());
/// For use inside a sentence: "the United States" in English, else the name.
std::string country_in_sentence(std::string_view alpha2, const page::Locale& in = english());
/// Folder of the country's page: alpha-3 in lower case; empty for `--`.
std::string country_slug(std::string_view alpha2);

/// The label of a code of this vocabulary; the code itself if the vocabulary has none.
std::string label_of(std::span<const legal::Word> words, std::string_view code, const page::Locale& in = english());
/// The outcomes of the vocabulary as states of a request at a close, "Decided: in full": a decision to give is no
/// package.
std::span<const legal::Word> decided_outcomes();
/// The states of a notice, and whether a request declared an emergency ("1", "0").
std::span<const legal::Word> notice_states();
std::span<const legal::Word> emergency_states();
/// "IP address and phone number" from codes; `and_or`: "IP address and/or phone number".
std::string categories_in_words(const std::vector<std::string>& codes, const page::Locale& in = english(),
                                bool and_or = false);
/// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& parts, const page::Locale& in = english());
/// English, with a word of one's own before the last: "a, b or c".
std::string joined(const std::vector<std::string>& parts, std::string_view last);

/// What a recode changed, by its position in a request's row: "Instrument" (10), "Offence group" (11), "Data sought".
/// A category of legal/bands.h, which read_stated() knows.
std::string band_category(const std::string& code, const page::Locale& in = english());
std::string restated_field(int position, const page::Locale& in = english());

/// One bar of the finding.
struct Measured {
  base::Period period;
  std::uint64_t fulfilled = 0;
  std::uint64_t users = 0;
};

/// "Fulfilled requests from the United States: 14 in nine months, then 886 in three."
std::string finding(std::string_view alpha2, const std::vector<Measured>& periods, const page::Locale& in = english());
/// "up from 14 in the nine months before"; empty without a period before.
std::string change_in_words(std::uint64_t before, std::uint64_t now, const base::Period& before_period,
                            const page::Locale& in = english());
/// count / days * 30 with one digit after the point.
std::string per_thirty_days(std::uint64_t count, const base::Period& period, const page::Locale& in = english());
/// Halves stay: "2" or "2.5".
std::string half_in_words(std::uint64_t doubled, const page::Locale& in = english());

}  // namespace writ::report
