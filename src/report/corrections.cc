#include "report/corrections.h"

#include <algorithm>

namespace writ::report {

namespace {

bool received(const PeriodData& one, const base::Hash& body_root) {
  return std::ranges::any_of(one.tables.cases, [&](const Case& request) { return request.body_root == body_root; });
}

}  // namespace

std::vector<const PeriodData*> restated_by(const SiteData& site, const PeriodData& one) {
  std::vector<const PeriodData*> out;
  for (const PeriodData& other : site.periods)
    if (other.period().first > one.period().first &&
        std::ranges::any_of(other.bundle.published.restated,
                            [&](const log::Restated& restated) { return received(one, restated.request); }))
      out.push_back(&other);
  return out;
}

const PeriodData* period_of_request(const SiteData& site, const base::Hash& body_root) {
  const auto found =
      std::ranges::find_if(site.periods, [&](const PeriodData& one) { return received(one, body_root); });
  return found == site.periods.end() ? nullptr : &*found;
}

}  // namespace writ::report
