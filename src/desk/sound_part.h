// The tone for an emergency that arrives while the desk is open (design: faces.md section 5, 3): only for those who
// switched it on. web/sound.entry.mjs plays it; without JavaScript there is the count in the tab's title.
#pragma once

#include <cstdint>

#include "page/locale.h"

namespace writ::desk {

/// What the page knows already; it asks for these two again and again.
struct Emergencies {
  std::int64_t arrived = 0;  // ever: one more means a new one
  std::int64_t waiting = 0;  // in the queue
};

/// Where a new one is said, on every page of whoever wants to hear it.
page::Html sound_part(const page::Locale& t, const Emergencies& known);
/// The choice on one's own page.
page::Html sound_choice(const page::Locale& t, bool on);

}  // namespace writ::desk
