#include "faces/suspension_form.h"

#include "faces/desk_case.h"
#include "page/parts.h"

namespace writ::faces {

using namespace page;

Html suspension_form(Call& call, const std::string& action, const std::optional<app::Suspension>& suspended,
                     const Faults& faults) {
  const Locale& t = words(call);
  if (suspended) {
    const Key sentence = suspended->of_authority ? Key("door.suspension.authority") : Key("door.suspension.officer");
    return warning_text(t.html(sentence, {{"reason", suspended->reason}}), t.text("door.warning")) +
           p(t.html("door.suspension.by",
                    {{"name", names_of(call)(suspended->by)}, {"time", desk::moment(t, suspended->at)}})) +
           form_element(
               {.action = action, .csrf = call.form_key},
               hidden_field("lift", "1") + submit_button(t.text("door.suspension.lift"), ButtonKind::secondary));
  }
  const Html inside = p(t.html("door.suspension.text")) +
                      textarea_field({.field = {.name = "suspended",
                                                .label = t.text("door.suspension.why"),
                                                .value = call.form.text("suspended"),
                                                .error = error_of(faults, "suspended")},
                                      .rows = 2},
                                     form_words(t)) +
                      submit_button(t.text("door.suspension.button"), ButtonKind::warning);
  return details_part(t.text("door.suspension.button"), form_element({.action = action, .csrf = call.form_key}, inside),
                      !error_of(faults, "suspended").empty());
}

}  // namespace writ::faces
