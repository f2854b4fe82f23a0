#include "app/holds.h"

#include <algorithm>

#include "casework/hold.h"
#include "casework/rows.h"

namespace writ::app {

base::Result<std::vector<HeldCase>> held_cases(Deployment& deployment, const base::Period& period) {
  const casework::CaseRows rows(deployment.db);
  std::vector<HeldCase> held;
  for (const char* flag : {casework::hold_asked_flag, casework::held_flag}) {
    TRY(const auto refs,
        rows.refs({.flag = flag, .received_from = base::Time(period.first), .received_to = period.end()}));
    for (const std::string& ref : refs) {
      TRY(const casework::CaseFile file, deployment.casework->find(ref));
      if (!file.hold) continue;
      held.push_back({ref, *file.hold, {}});
      for (const casework::Comment& one : file.comments)
        if (one.kind == "hold_asked") held.back().words = one.text;
    }
  }
  std::ranges::sort(held, {}, &HeldCase::ref);
  return held;
}

base::Result<> require_settled_holds(Deployment& deployment, const base::Period& period) {
  TRY(const auto held, held_cases(deployment, period));
  for (const HeldCase& one : held) {
    if (one.hold.agreed_by.empty())
      return base::fail(base::Errc::conflict, "hold", one.ref,
                        "waits for a second person on the page of the close: the report is not made before");
  }
  return {};
}

}  // namespace writ::app
