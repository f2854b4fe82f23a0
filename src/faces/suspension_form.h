// Suspending an officer or an authority, and lifting it: the same form on both pages.
#pragma once

#include <optional>
#include <string>

#include "app/suspensions.h"
#include "faces/respond.h"

namespace writ::faces {

page::Html suspension_form(Call& call, const std::string& action, const std::optional<app::Suspension>& suspended,
                           const Faults& faults);

}  // namespace writ::faces
