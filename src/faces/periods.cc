#include "faces/periods.h"

#include "app/publish.h"
#include "app/schedule.h"

namespace writ::faces {

namespace {

constexpr int periods_max = 400;  // a century of quarters

}  // namespace

std::vector<PeriodState> periods_of(Call& call) {
  app::Deployment& deployment = call.deployment();
  std::vector<PeriodState> list;
  base::Period period = deployment.settings.first_period;
  for (int i = 0; i < periods_max && base::Time(period.first) <= deployment.clock.now(); ++i) {
    list.push_back({period, deployment.files.exists(deployment.layout.bundles() / base::period_name(period)),
                    deployment.files.exists(app::staged_folder(deployment, period))});
    period = app::next_period(period);
  }
  return list;
}

std::optional<PeriodState> named_period(Call& call) {
  for (const PeriodState& one : periods_of(call)) {
    if (base::period_name(one.period) == call.param("period")) return one;
  }
  return std::nullopt;
}

}  // namespace writ::faces
