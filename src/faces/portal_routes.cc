// The officers' portal.
#include "faces/portal_parts.h"
#include "faces/portal_preserve.h"
#include "faces/routes.h"

namespace writ::faces {

std::vector<Route> portal_routes() {
  std::vector<Route> all;
  for (const auto& part : {portal_home_routes(), portal_draft_routes(), portal_case_routes(), portal_ordinary_routes(),
                           portal_package_routes(), portal_preserve_routes(), portal_apply_routes()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace writ::faces
