// The sound of the desk: off unless a person switched it on at /desk/me.
#pragma once

#include "app/desk_store.h"
#include "faces/call.h"

namespace writ::faces {

inline constexpr const char* sound_script = "/sound.js";

/// Empty for whoever did not switch it on, or sees no cases.
page::Html sound_part(const Call& call, const page::Locale& t, const app::DeskChoices& choices);

std::vector<Route> desk_sound_routes();

}  // namespace writ::faces
