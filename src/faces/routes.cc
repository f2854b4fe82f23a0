#include "faces/routes.h"

#include <algorithm>

namespace writ::faces {

const std::vector<Route>& routes() {
  static const std::vector<Route> all = [] {
    std::vector<Route> list = sign_in_routes();
    for (const auto& part : {desk_routes(), portal_routes()}) list.insert(list.end(), part.begin(), part.end());
    return list;
  }();
  return all;
}

bool may(const Route& route, page::Face face, const std::optional<Viewer>& viewer) {
  if (route.access.kind == Access::Kind::anyone) return true;
  if (!viewer) return false;
  const auto kind = face == page::Face::portal ? people::PersonKind::officer : people::PersonKind::staff;
  if (viewer->person.kind != kind) return false;
  if (route.access.kind == Access::Kind::signed_in) return true;
  return std::ranges::any_of(route.access.roles,
                             [&](std::string_view role) { return people::has_role(viewer->person, role); });
}

}  // namespace writ::faces
