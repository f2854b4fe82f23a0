// What the pages say, in English: periods, places, codes and findings as words. The only file of this room that knows
// how a date or a place is spelled for people.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "legal/vocabulary.h"

namespace writ::report {

/// "24 September 2024"
std::string day_in_words(base::Day day);
/// "24 September 2024, 14:00 UTC"
std::string time_in_words(base::Time time);
/// "January to September 2024", "March 2024", "2024", "October 2024 to March 2025"; days where it is no whole months.
std::string period_in_words(const base::Period& period);
/// At the start of a sentence: "From January to September 2024", "In March 2024".
std::string during(const base::Period& period);
/// "nine months", "three months", "92 days".
std::string length_in_words(const base::Period& period);
/// Whole calendar months of the period, 0 if it is not made of such.
int whole_months(const base::Period& period);

/// "United States"; "Country not shown" for `--`.
std::string country_name(std::string_view alpha2);
/// For use inside a sentence: "the United States".
std::string country_in_sentence(std::string_view alpha2);
/// Folder of the country's page: alpha-3 in lower case; empty for `--`.
std::string country_slug(std::string_view alpha2);

/// The label of a code of this vocabulary; the code itself if the vocabulary has none.
std::string label_of(std::span<const legal::Word> words, std::string_view code);
/// The outcomes of the vocabulary as states of a request at a close, "Decided: in full": a decision to give is no package.
std::span<const legal::Word> decided_outcomes();
/// "IP address and phone number" from codes.
std::string categories_in_words(const std::vector<std::string>& codes);
/// "a", "a and b", "a, b and c".
std::string joined(const std::vector<std::string>& parts, std::string_view last = "and");

/// One bar of the finding.
struct Measured {
  base::Period period;
  std::uint64_t fulfilled = 0;
  std::uint64_t users = 0;
};

/// "Fulfilled requests from the United States: 14 in nine months, then 886 in three."
std::string finding(std::string_view alpha2, const std::vector<Measured>& periods);
/// "up from 14 in the nine months before"; empty without a period before.
std::string change_in_words(std::uint64_t before, std::uint64_t now, const base::Period& before_period);
/// count / days * 30 with one digit after the point.
std::string per_thirty_days(std::uint64_t count, const base::Period& period);
/// Halves stay: "2" or "2.5".
std::string half_in_words(std::uint64_t doubled);

}  // namespace writ::report
