// The ordinary road after an emergency that could not be confirmed: a draft filled in from it (message E2).
#include <fmt/format.h>

#include "faces/portal_parts.h"

namespace writ::faces {

namespace {

const char* list_of(legal::SelectorKind kind) {
  switch (kind) {
    case legal::SelectorKind::user_id:
      return "user_ids";
    case legal::SelectorKind::user_name:
      return "user_names";
    case legal::SelectorKind::phone_number:
      return "phones";
    case legal::SelectorKind::email:
      return "emails";
    case legal::SelectorKind::ip_address:
      return "addresses";
  }
  return "";
}

/// "2026-09-24 14:00:05", as the form's hint shows it.
std::string typed(base::Time time) {
  std::string text = base::format_time(time);
  text.replace(text.find('T'), 1, " ");
  text.pop_back();
  return text;
}

/// One line of the list of its kind.
std::string line_of(const legal::Selector& selector) {
  if (!selector.window || selector.kind != legal::SelectorKind::ip_address) return selector.value;
  std::string line = selector.value + ", " + typed(selector.window->from) + ", " + typed(selector.window->to);
  if (selector.port) line += fmt::format(", {}", *selector.port);
  return line;
}

/// What both roads ask alike; what only an order has is left for the officer.
app::DraftFields filled_in(const legal::Request& request, const people::Person& officer) {
  app::DraftFields fields = {{"agency", request.agency},
                             {"phone_country", officer.country},
                             {"data_sought", legal::join_set(request.data_sought)}};
  for (const legal::Selector& selector : request.selectors) {
    std::string& list = fields[list_of(selector.kind)];
    list += (list.empty() ? "" : "\n") + line_of(selector);
  }
  return fields;
}

http::Response ordinary(Call& call) {
  const auto loaded = load_own_request(call);
  if (!loaded) return error_page(call, loaded.error());
  if (!loaded->view.emergency || !loaded->view.refusal) return see_other(loaded->view.url());
  const auto draft = app::Drafts(call.deployment())
                         .create(call.person().id, "ordinary", filled_in(loaded->file.request, call.person()));
  return draft ? see_other("/portal/drafts/" + draft->id) : error_page(call, draft.error());
}

}  // namespace

std::vector<Route> portal_ordinary_routes() {
  return {{"POST", "/portal/requests/{ref}/ordinary", roles({"requester"}), ordinary}};
}

}  // namespace writ::faces
