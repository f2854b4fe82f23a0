#include "desk/emergency_page.h"

#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html review_form(const EmergencyRow& row, const EmergencyList& list) {
  const std::string result = "result-" + row.ref;
  const std::string words = "words-" + row.ref;
  const auto typed = [&](const std::string& name) {
    const auto found = list.typed.find(name);
    return found == list.typed.end() ? std::string() : found->second;
  };
  const bool wrong = !error_of(list.faults, result).empty() || !error_of(list.faults, words).empty();
  return details_part("Sign off " + row.ref,
                      form_element({.action = "/desk/emergencies/" + row.ref, .csrf = list.csrf},
                                   radio_field({.field = {.name = result,
                                                          .label = "Was it handled as it should be?",
                                                          .value = typed(result),
                                                          .error = error_of(list.faults, result)},
                                                .options = {{.value = "yes", .label = "Yes"},
                                                            {.value = "no", .label = "No"},
                                                            {.value = "cannot_tell", .label = "Cannot tell"}},
                                                .inline_row = true,
                                                .small = true}) +
                                       textarea_field({.field = {.name = words,
                                                                 .label = "What you looked at",
                                                                 .value = typed(words),
                                                                 .error = error_of(list.faults, words)},
                                                       .rows = 2}) +
                                       submit_button("Sign off", ButtonKind::secondary)),
                      wrong);
}

Html review_part(const EmergencyRow& row, const EmergencyList& list, const Names& names) {
  if (row.review) {
    const std::string result = row.review->result == "yes"  ? "handled as it should be"
                               : row.review->result == "no" ? "not handled as it should be"
                                                            : "cannot tell";
    return tag(result, row.review->result == "yes" ? Tone::good : Tone::warn) +
           p(names(row.review->by) + ", " + time_words(row.review->at) + ": " + row.review->evidence);
  }
  if (!row.may_review) return p("You took part: somebody else signs it off.");
  return review_form(row, list);
}

}  // namespace

Html emergency_review(const EmergencyList& list, const Names& names) {
  Html out =
      error_summary(list.faults) + h1("Review of emergencies") +
      p("Every week somebody who took no part looks at each emergency: what was checked, what was given, whether "
        "the process came. Those not signed off stand first.");
  if (list.rows.empty()) return out + p("No emergency was received.");
  return out + each(list.rows, [&](const EmergencyRow& row) {
           return section(
               cls("w-pane"), h2(a(href("/desk/cases/" + row.ref), identifier(row.ref))),
               p(row.authority + ", ", moment(row.received_at), ", " + row.state),
               ul(cls("govuk-list govuk-list--bullet"), each(row.done, [](const std::string& one) { return li(one); })),
               review_part(row, list, names));
         });
}

}  // namespace writ::desk
