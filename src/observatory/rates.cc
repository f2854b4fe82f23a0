#include "observatory/rates.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>
#include <limits>

#include "observatory/quiet_policy.h"

namespace writ::observatory {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
/// Likelihoods that differ by less are equal: scipy's own tolerance, so that rounding does not drop the mirror image.
constexpr double relative_slack = 1 + 1e-7;

/// p/(1-p) at the quantile of a beta distribution; both parts are computed, since 1-p loses its digits near 1.
double odds_at(double a, double b, double probability) {
  double complement = 0;
  const double p = boost::math::ibeta_inv(a, b, probability, &complement, QuietPolicy());
  return p / complement;
}

}  // namespace

RateRatio rate_ratio(const Exposure& before, const Exposure& after, double level) {
  const double tail = (1 - level) / 2, days = before.days / after.days;
  RateRatio out{1, 0, infinity};
  if (before.count > 0) out.ratio = after.count / before.count * days;
  if (before.count <= 0 && after.count > 0) out.ratio = infinity;
  if (after.count > 0) out.low = odds_at(after.count, before.count + 1, tail) * days;
  if (before.count > 0) out.high = odds_at(after.count + 1, before.count, 1 - tail) * days;
  return out;
}

double equal_rates_p_value(std::int64_t before, double days_before, std::int64_t after, double days_after) {
  const std::int64_t n = before + after;
  if (n == 0) return 1;
  const double p = days_after / (days_before + days_after);
  const Binomial split(static_cast<double>(n), p);
  const auto likelihood = [&](std::int64_t k) { return boost::math::pdf(split, static_cast<double>(k)); };
  const auto at_most = [&](std::int64_t k) { return k < 0 ? 0 : boost::math::cdf(split, static_cast<double>(k)); };
  const auto above = [&](std::int64_t k) {
    return k >= n ? 0 : boost::math::cdf(boost::math::complement(split, static_cast<double>(k)));
  };
  const auto mode = std::min(n, static_cast<std::int64_t>(std::floor(static_cast<double>(n + 1) * p)));
  const double seen = likelihood(after) * relative_slack;
  if (after >= mode) {  // above and at it; below, the last count that is no more likely
    std::int64_t low = -1, high = mode;
    while (high - low > 1) {
      const std::int64_t middle = low + (high - low) / 2;
      (likelihood(middle) <= seen ? low : high) = middle;
    }
    return std::min(1.0, above(after - 1) + at_most(low));
  }
  std::int64_t low = mode, high = n + 1;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (likelihood(middle) <= seen ? high : low) = middle;
  }
  return std::min(1.0, at_most(after) + above(high - 1));
}

void holm_adjust(std::vector<double*> p_values) {
  std::ranges::sort(p_values, {}, [](const double* p) { return *p; });
  double so_far = 0;
  double left = static_cast<double>(p_values.size());
  for (double* p : p_values) {
    so_far = std::max(so_far, std::min(1.0, *p * left--));
    *p = so_far;
  }
}

}  // namespace writ::observatory
