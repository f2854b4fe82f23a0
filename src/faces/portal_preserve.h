// Preservations as the portal's pages want them.
#pragma once

#include "app/preserve.h"
#include "faces/call.h"
#include "portal/preservation_pages.h"

namespace writ::faces {

/// Of a case that was found to be this officer's to see; nullopt: nothing was preserved on it.
base::Result<std::optional<portal::PreservationView>> preservation_of(Call& call, const casework::CaseFile& file);

struct OwnPreservations {
  bool any = false;
  std::vector<portal::PreservationView> ending;  // soon, and can still be extended
};
base::Result<OwnPreservations> own_preservations(Call& call);

std::vector<Route> portal_preserve_routes();

}  // namespace writ::faces
