// Whether published figures agree with each other. What does not is shown beside what it was compared with; nothing is
// corrected.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "observatory/table.h"

namespace writ::observatory {

enum class Check : std::uint8_t {
  sum,  // a period = the shorter published periods that fill it exactly (year = quarters = nine months + Q4)
  published_twice,           // two figures for one thing
  fulfilled_above_received,  // by process, and over all processes where no total is published
  accounts_below_requests,   // possible (one account in several requests), and worth a look
  zero_accounts,             // the same with 0 accounts: the zero may stand for "not published"
  gap,                       // days between two published periods that no published period covers
};
std::string_view code(Check check);

/// One figure that took part.
struct Place {
  std::string measure;
  base::Period period;
  Figure figure;
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t record = 0;
};

struct Disagreement {
  Check check = Check::sum;
  std::string platform;
  std::string country;
  std::string measure;
  base::Period period;
  std::string expected;        // "299", "at most 335"
  std::string found;           // "293"
  Place at;                    // the figure that was found
  std::vector<Place> against;  // what it was compared with

  /// One line: file, line, what was expected and found, and from what.
  std::string message() const;
};

/// A period is compared with this many fillings at most; published reports have three.
inline constexpr std::size_t fillings_max = 64;
/// And tried in this many steps: overlapping periods without end would be tried without end.
inline constexpr std::size_t filling_steps_max = 4096;

/// Percentages and averages are no counts and are left out. In the order of the checks, then as the observations are
/// sorted (Store::observations).
std::vector<Disagreement> check_figures(std::span<const Observation> observations);
/// Many platforms leave a country out when nothing came, so gaps are asked for on their own.
std::vector<Disagreement> find_gaps(std::span<const Observation> observations);

/// `12`, `0 to 249`, `500 or more`, `not reported`
std::string words(const Figure& figure);

}  // namespace writ::observatory
