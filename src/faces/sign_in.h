// Signing in and out, the same for officers and staff.
#pragma once

#include "faces/respond.h"
#include "faces/resume.h"

namespace writ::faces {

/// The form: address, password and code on one page; nothing to remember from one page to the next.
http::Response sign_in_page(Call& call, const Faults& faults, const Waiting& waiting, unsigned status = 200);

/// The form again with one sentence, and a link to `field` if there is one; what is our own fault is told as such.
http::Response not_signed_in(Call& call, const base::Error& error, const char* field);

/// Starts the session of a person of this face, after whatever proved who it is. Whoever is suspended is answered as a
/// stranger.
http::Response signed_in(Call& call, const std::string& person, std::string_view method, const Waiting& waiting);

/// Links that were given out once (people/invitations.h).
std::vector<Route> invitation_routes();

}  // namespace writ::faces
