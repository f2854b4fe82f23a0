// The staff desk.
#include "faces/respond.h"
#include "faces/routes.h"

namespace writ::faces {

using namespace page;

namespace {

http::Response inbox(Call& call) { return page_of(call, {.title = "Inbox", .main = h1("Inbox")}); }

}  // namespace

std::vector<Route> desk_routes() { return {{"GET", "/desk/inbox", signed_in(), inbox}}; }

}  // namespace writ::faces
