// The reporting periods of a deployment as its desk names them in addresses.
#pragma once

#include <optional>
#include <vector>

#include "desk/held_page.h"
#include "faces/call.h"

namespace writ::faces {

struct PeriodState {
  base::Period period;
  bool published = false;
  bool staged = false;  // the report is made and waits
};

/// From the first to the one that runs now.
std::vector<PeriodState> periods_of(Call& call);
/// That of the address' part {period}; nullopt if it is none of them.
std::optional<PeriodState> named_period(Call& call);

/// For its page and for that of the close.
base::Result<std::vector<desk::HeldPage::Row>> held_rows(Call& call, const base::Period& period);

}  // namespace writ::faces
