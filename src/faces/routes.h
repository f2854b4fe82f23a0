// Every address of the portal and the desk, with who may ask for it. Tests walk this table.
#pragma once

#include <vector>

#include "faces/call.h"

namespace writ::faces {

/// Sign-in, sign-out, account: the same for both faces.
std::vector<Route> sign_in_routes();
std::vector<Route> desk_routes();
std::vector<Route> portal_routes();

/// All of them. A path belongs to one face by its first segment.
const std::vector<Route>& routes();

/// May this person ask for this route? Officers have the portal, staff the desk.
bool may(const Route& route, page::Face face, const std::optional<Viewer>& viewer);

}  // namespace writ::faces
