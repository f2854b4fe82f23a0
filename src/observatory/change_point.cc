#include "observatory/change_point.h"

#include <algorithm>
#include <cmath>

#include "base/result.h"
#include "observatory/quiet_policy.h"

namespace writ::observatory {

namespace {

/// The statistic is a sum of rounded logarithms: values this close are ties and count as reached.
constexpr double tie = 1e-9;
/// Below this a path adds nothing to any p-value that a double can hold.
constexpr double negligible = 1e-300;

double times_log(double a, double b) { return a > 0 ? a * std::log(a / b) : 0; }

/// Twice the gain of two rates over one, if `s` of `n` come in the share `w` of the days.
double gain(std::int64_t s, std::int64_t n, double w) {
  const auto first = static_cast<double>(s), second = static_cast<double>(n - s), all = static_cast<double>(n);
  return 2 * (times_log(first, all * w) + times_log(second, all * (1 - w)));
}

class Null {
 public:
  Null(std::int64_t n, std::vector<double> days_to, double seen) : n_(n), days_to_(std::move(days_to)), seen_(seen) {}

  /// First passage, from the last split back.
  double exact() {
    log_factorial_.assign(1, 0);
    for (double i = 1; i <= static_cast<double>(n_); ++i) log_factorial_.push_back(log_factorial_.back() + std::log(i));
    std::vector<double> at(static_cast<std::size_t>(n_) + 1, 0);
    at.back() = 1;
    double reached = 0;
    for (std::size_t k = days_to_.size() - 1; k-- > 0;) {
      std::vector<double> before(at.size(), 0);
      for (std::size_t j = 0; j < at.size(); ++j) {
        if (at[j] > negligible) spread(j, at[j], days_to_[k] / days_to_[k + 1], before);
      }
      const double share = days_to_[k] / days_to_.back();
      for (std::size_t s = 0; s < before.size(); ++s) {
        if (before[s] == 0 || !reaches(static_cast<std::int64_t>(s), share)) continue;
        reached += before[s];
        before[s] = 0;
      }
      at = std::move(before);
    }
    return std::min(1.0, reached);
  }

  double bound() const {
    double sum = 0;
    for (std::size_t k = 0; k + 1 < days_to_.size(); ++k) sum += tails(days_to_[k] / days_to_.back());
    return std::min(1.0, sum);
  }

 private:
  bool reaches(std::int64_t s, double share) const { return gain(s, n_, share) >= seen_ - tie * (1 + seen_); }

  /// Binomial(j, share), weighted, added to `out`.
  void spread(std::size_t j, double weight, double share, std::vector<double>& out) const {
    const double log_share = std::log(share), log_rest = std::log1p(-share),
                 base = std::log(weight) + log_factorial_[j];
    for (std::size_t s = 0; s <= j; ++s) {
      const double log = base - log_factorial_[s] - log_factorial_[j - s] + static_cast<double>(s) * log_share +
                         static_cast<double>(j - s) * log_rest;
      out[s] += std::exp(log);
    }
  }

  /// The gain is convex in s and 0 at the mean: it is reached in two tails.
  double tails(double share) const {
    const Binomial split(static_cast<double>(n_), share);
    const auto mean = static_cast<std::int64_t>(std::floor(static_cast<double>(n_) * share));
    std::int64_t below = -1, inside = mean;  // the last count below that reaches it
    while (inside - below > 1) {
      const std::int64_t middle = below + (inside - below) / 2;
      (reaches(middle, share) ? below : inside) = middle;
    }
    std::int64_t above = n_ + 1;
    inside = mean;
    while (above - inside > 1) {
      const std::int64_t middle = inside + (above - inside) / 2;
      (reaches(middle, share) ? above : inside) = middle;
    }
    double sum = 0;
    if (below >= 0) sum += boost::math::cdf(split, static_cast<double>(below));
    if (above <= n_) sum += boost::math::cdf(boost::math::complement(split, static_cast<double>(above - 1)));
    return sum;
  }

  std::int64_t n_;
  std::vector<double> days_to_;  // days of the periods up to and with k
  double seen_;
  std::vector<double> log_factorial_;
};

}  // namespace

ChangePoint find_change(std::span<const PeriodCount> periods) {
  std::vector<std::int64_t> count_to;
  std::vector<double> days_to;
  for (const PeriodCount& period : periods) {
    count_to.push_back((count_to.empty() ? 0 : count_to.back()) + period.count);
    days_to.push_back((days_to.empty() ? 0 : days_to.back()) + period.days);
  }
  CHECK_INVARIANT(periods.size() >= 2 && count_to.back() > 0);
  ChangePoint best;
  for (std::size_t k = 0; k + 1 < periods.size(); ++k) {
    const double value = gain(count_to[k], count_to.back(), days_to[k] / days_to.back());
    if (best.split != 0 && value <= best.statistic) continue;
    best.split = k + 1;
    best.statistic = value;
    best.rate_before = static_cast<double>(count_to[k]) / days_to[k];
    best.rate_after = static_cast<double>(count_to.back() - count_to[k]) / (days_to.back() - days_to[k]);
  }
  Null null(count_to.back(), days_to, best.statistic);
  best.exact = count_to.back() <= exact_sum_max && periods.size() <= exact_periods_max;
  best.p_value = best.exact ? null.exact() : null.bound();
  return best;
}

Dispersion dispersion(std::span<const PeriodCount> periods, std::size_t split) {
  Dispersion out;
  for (const auto part : {periods.first(split), periods.subspan(split)}) {
    double count = 0, days = 0;
    for (const PeriodCount& period : part) count += static_cast<double>(period.count), days += period.days;
    if (part.size() < 2 || count <= 0) continue;
    for (const PeriodCount& period : part) {
      const double expected = count / days * period.days, off = static_cast<double>(period.count) - expected;
      out.chi_square += off * off / expected;
    }
    out.degrees += static_cast<std::int64_t>(part.size()) - 1;
  }
  return out;
}

}  // namespace writ::observatory
