#include "desk/sound_part.h"

#include "page/form.h"

namespace writ::desk {

using namespace page;

Html sound_part(const Locale& t, const Emergencies& known) {
  return div(id("w-sound"), attr("role", "status"), attr("data-arrived", std::to_string(known.arrived)),
             attr("data-waiting", std::to_string(known.waiting)), attr("data-new", t.text("desk.sound.new")),
             attr("data-open", t.text("desk.sound.open")), attr("data-silent", t.text("desk.sound.silent")),
             attr("data-lost", t.text("desk.sound.lost")));
}

Html sound_choice(const Locale& t, bool on) {
  return checkbox_field(
             {.field = {.name = "sound", .label = t.text("desk.sound.title"), .hint = t.text("desk.sound.hint")},
              .options = {{.value = "on", .label = t.text("desk.sound.when")}},
              .chosen = on ? std::vector<std::string>{"on"} : std::vector<std::string>{},
              .small = true}) +
         p(button(id("w-sound-try"), cls("govuk-button govuk-button--secondary"), attr("type", "button"),
                  flag("hidden"), t.html("desk.sound.hear")));
}

}  // namespace writ::desk
