// Exact statistics of two Poisson counts over periods of unequal length. Pure functions of numbers.
#pragma once

#include <cstdint>
#include <vector>

namespace writ::observatory {

/// A count (may be scaled, hence not whole) over days.
struct Exposure {
  double count = 0;
  double days = 0;
};

struct RateRatio {
  double ratio = 0;  // of the rates, after / before; infinite if nothing came before
  double low = 0;    // of the interval
  double high = 0;   // infinite if nothing came before
};

/// Conditional on the sum, the count after is binomial with p = odds/(1+odds), odds = ratio * days after / days before.
/// The interval is that of Clopper and Pearson (1934), carried over to the ratio: at least `level` whatever the rates
/// are. Both counts 0: everything from 0 to infinity, the ratio is 0/0 and given as 1.
RateRatio rate_ratio(const Exposure& before, const Exposure& after, double level = 0.95);

/// Two-sided exact p-value of "the rates are equal": the probability of all splits of the sum that are no more likely
/// than the one seen (as scipy.stats.binomtest does). Whole counts.
double equal_rates_p_value(std::int64_t before, double days_before, std::int64_t after, double days_after);

/// Holm's step-down adjustment (1979): valid whatever the dependence between the tests. In place.
void holm_adjust(std::vector<double*> p_values);

}  // namespace writ::observatory
