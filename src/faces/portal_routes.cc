// The officers' portal.
#include "faces/respond.h"
#include "faces/routes.h"

namespace writ::faces {

using namespace page;

namespace {

http::Response home(Call& call) {
  const auto refs = call.deployment().casework->list(std::nullopt, 0);
  if (!refs) return error_page(call, refs.error());
  return page_of(
      call, {.title = "Your requests", .main = h1("Your requests") + p("Signed in as " + call.person().agency + ".")});
}

}  // namespace

std::vector<Route> portal_routes() { return {{"GET", "/portal/home", roles({"requester"}), home}}; }

}  // namespace writ::faces
