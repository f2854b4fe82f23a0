// What a page of the desk asks by itself while the sound is on: whether an emergency has arrived.
#include "faces/desk_sound.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/desk_store.h"
#include "casework/rows.h"
#include "desk/sound_part.h"
#include "faces/desk_case.h"

namespace writ::faces {

namespace {

base::Result<desk::Emergencies> emergencies(const Call& call) {
  const casework::CaseRows rows(call.shared.deployment.db);
  TRY(const std::int64_t arrived, rows.count({.emergency = true}));
  TRY(const std::int64_t waiting, rows.count({.queue = "emergency"}));
  return desk::Emergencies{arrived, waiting};
}

http::Response arrived(Call& call) {
  const auto now = emergencies(call);
  if (!now) return error_page(call, now.error());
  http::Response response;
  response.content_type = "application/json";
  response.body = nlohmann::json{{"arrived", now->arrived}, {"waiting", now->waiting}}.dump();
  return response;
}

bool sees_cases(const Call& call) {
  return std::ranges::any_of(case_roles().roles, [&](std::string_view role) { return call.has_role(role); });
}

}  // namespace

page::Html sound_part(const Call& call, const page::Locale& t, const app::DeskChoices& choices) {
  if (!choices.sound || !sees_cases(call)) return {};
  const auto known = emergencies(call);
  return known ? desk::sound_part(t, *known) : page::Html();
}

std::vector<Route> desk_sound_routes() {
  return {{.method = "GET",
           .pattern = "/desk/emergencies/arrived",
           .access = case_roles(),
           .handler = arrived,
           .use = people::Sessions::Use::nobodys_doing}};
}

}  // namespace writ::faces
