// Passkeys in both faces: signing in with one, and the page where a person keeps them.
#pragma once

#include "faces/resume.h"
#include "page/html.h"

namespace writ::faces {

/// For the sign-in page: hidden until a browser with passkeys shows it. Empty where there can be none.
page::Html passkey_part(Call& call, const Waiting& waiting);
std::vector<Route> passkey_routes();

}  // namespace writ::faces
