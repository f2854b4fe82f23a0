#include "faces/suspension_form.h"

#include "faces/desk_case.h"
#include "page/parts.h"

namespace writ::faces {

using namespace page;

Html suspension_form(Call& call, const std::string& action, const std::optional<app::Suspension>& suspended,
                     const Faults& faults) {
  if (suspended) {
    return warning_text(Html(suspended->of_authority ? "The authority is suspended: " : "Suspended: ") +
                        Html(suspended->reason)) +
           p("By " + names_of(call)(suspended->by) + ", ", desk::moment(suspended->at), ".") +
           form_element({.action = action, .csrf = call.form_key},
                        hidden_field("lift", "1") + submit_button("Lift the suspension", ButtonKind::secondary));
  }
  const Html inside =
      p("Sessions end at once, requests are refused with a sentence, and nothing is handed over. What was "
        "sent before is worked on.") +
      textarea_field({.field = {.name = "suspended",
                                .label = "Why",
                                .value = call.form.text("suspended"),
                                .error = error_of(faults, "suspended")},
                      .rows = 2}) +
      submit_button("Suspend", ButtonKind::warning);
  return details_part("Suspend", form_element({.action = action, .csrf = call.form_key}, inside),
                      !error_of(faults, "suspended").empty());
}

}  // namespace writ::faces
