// Where, if anywhere, the rate of a series of Poisson counts changed, without being told where to look.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace writ::observatory {

struct PeriodCount {
  std::int64_t count = 0;
  double days = 0;
};

struct ChangePoint {
  std::size_t split = 0;   // the first period after the change, from 1
  double statistic = 0;    // twice the log-likelihood gained by two rates instead of one, at its largest
  double p_value = 1;      // of a value as large anywhere in the series, if the rate never changed
  bool exact = false;      // else p_value is an upper bound
  double rate_before = 0;  // per day
  double rate_after = 0;
};

/// Up to this sum and so many periods the exact null is computed (time grows with its square); above, the tails of all
/// splits are added up.
inline constexpr std::int64_t exact_sum_max = 1500;
inline constexpr std::size_t exact_periods_max = 64;

/// Given the sum, counts of a constant rate are multinomial with the days as weights; no simulation is needed. The
/// count before split k is binomial, and split by split, from the last back, a Markov chain: the probability that the
/// statistic ever reaches the one seen is the sum over the splits of the probability of first reaching it there.
/// Bonferroni's bound adds up the probabilities of reaching it at each split. At least two periods and a sum above 0,
/// all days above 0.
ChangePoint find_change(std::span<const PeriodCount> periods);

/// Pearson's statistic over its degrees of freedom, around the mean rate of each part [0, split) and [split, end): 1 if
/// the counts are Poisson, more if they vary more (which includes a trend inside a part).
struct Dispersion {
  double chi_square = 0;
  std::int64_t degrees = 0;
};
Dispersion dispersion(std::span<const PeriodCount> periods, std::size_t split);

}  // namespace writ::observatory
