#include "observatory/disjoint.h"

#include <algorithm>
#include <array>

namespace writ::observatory {

namespace {

/// Every pair is looked at, each against all others; a country has a dozen published periods.
constexpr std::size_t differences_periods_max = 128;

bool inside(const base::Period& part, const base::Period& whole) {
  return part.first >= whole.first && part.last <= whole.last;
}

/// What is left of `whole` without `part`, if it is one piece.
std::optional<base::Period> rest_of(const base::Period& whole, const base::Period& part) {
  if (part == whole || !inside(part, whole)) return std::nullopt;
  if (part.first == whole.first) return base::Period{part.last + std::chrono::days(1), whole.last};
  if (part.last == whole.last) return base::Period{whole.first, part.first - std::chrono::days(1)};
  return std::nullopt;
}

void add_differences(std::vector<SurgePeriod>& periods) {
  if (periods.size() > differences_periods_max) return;
  const std::vector<SurgePeriod> published = periods;
  for (const SurgePeriod& whole : published) {
    for (const SurgePeriod& part : published) {
      const auto rest = rest_of(whole.period, part.period);
      if (!rest || whole.count < part.count) continue;
      if (std::ranges::any_of(periods, [&](const SurgePeriod& p) { return inside(p.period, *rest); })) continue;
      periods.push_back({*rest, whole.count - part.count, true, whole.source_file, whole.source_line});
    }
  }
}

}  // namespace

std::vector<SurgePeriod> usable_periods(const Series& series, const std::optional<base::Period>& window) {
  std::vector<SurgePeriod> periods;
  for (const Observation* o : series) {
    const bool exact = o->figure.status == Status::reported;
    if (!exact || (window && !inside(o->period, *window))) continue;
    if (!periods.empty() && periods.back().period == o->period) continue;  // the first; `check` names the second
    periods.push_back({o->period, *o->figure.low, false, o->source_file, o->source_line});
  }
  add_differences(periods);
  return periods;
}

std::vector<SurgePeriod> disjoint(std::vector<SurgePeriod> periods) {
  // Weighted interval scheduling: the best choice among the periods that end by each end.
  std::ranges::sort(periods, {}, [](const SurgePeriod& p) { return std::pair(p.period.last, p.period.first); });
  struct Best {
    std::array<std::int64_t, 3> value{};  // periods, days, differences (negative)
    std::ptrdiff_t taken = -1;            // the last period of the choice
    std::size_t rest = 0;                 // the choice before it
  };
  std::vector<Best> best(1);
  for (std::size_t i = 0; i < periods.size(); ++i) {
    const auto& period = periods[i].period;
    const auto ends_before =
        std::ranges::lower_bound(periods, period.first, {}, [](const SurgePeriod& p) { return p.period.last; });
    const auto rest = static_cast<std::size_t>(ends_before - periods.begin());
    auto value = best[rest].value;
    value[0] += 1;
    value[1] += period.days();
    value[2] -= periods[i].derived ? 1 : 0;
    best.push_back(value > best.back().value ? Best{value, static_cast<std::ptrdiff_t>(i), rest} : best.back());
  }
  std::vector<SurgePeriod> chosen;
  for (Best at = best.back(); at.taken >= 0; at = best[at.rest])
    chosen.push_back(periods[static_cast<std::size_t>(at.taken)]);
  std::ranges::reverse(chosen);
  return chosen;
}

}  // namespace writ::observatory
