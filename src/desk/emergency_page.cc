#include "desk/emergency_page.h"

#include "desk/parts.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html review_form(const Locale& t, const EmergencyRow& row, const EmergencyList& list) {
  const std::string result = "result-" + row.ref;
  const std::string words = "words-" + row.ref;
  const auto typed = [&](const std::string& name) {
    const auto found = list.typed.find(name);
    return found == list.typed.end() ? std::string() : found->second;
  };
  const bool wrong = !error_of(list.faults, result).empty() || !error_of(list.faults, words).empty();
  return details_part(
      t.text("case.review.sign_off", {{"ref", row.ref}}),
      form_element({.action = "/desk/emergencies/" + row.ref, .csrf = list.csrf},
                   radio_field({.field = {.name = result,
                                          .label = t.text("case.review.question"),
                                          .value = typed(result),
                                          .error = error_of(list.faults, result)},
                                .options = result_options(t),
                                .inline_row = true,
                                .small = true},
                               form_words(t)) +
                       textarea_field({.field = {.name = words,
                                                 .label = t.text("case.review.looked_at"),
                                                 .value = typed(words),
                                                 .error = error_of(list.faults, words)},
                                       .rows = 2},
                                      form_words(t)) +
                       submit_button(t.text("case.review.button"), ButtonKind::secondary)),
      wrong);
}

Html review_part(const Locale& t, const EmergencyRow& row, const EmergencyList& list, const Names& names) {
  if (row.review) {
    const Key result = row.review->result == "yes"  ? Key("case.review.good")
                       : row.review->result == "no" ? Key("case.review.bad")
                                                    : Key("desk.fact.unknown");
    return tag(t.text(result), row.review->result == "yes" ? Tone::good : Tone::warn) +
           p(t.html("case.review.by", {{"name", names(row.review->by)},
                                       {"time", time_words(t, row.review->at)},
                                       {"evidence", row.review->evidence}}));
  }
  if (!row.may_review) return p(t.html("case.review.took_part"));
  return review_form(t, row, list);
}

}  // namespace

Html emergency_review(const Locale& t, const EmergencyList& list, const Names& names) {
  Html out =
      error_summary(list.faults, form_words(t)) + h1(t.html("case.review.title")) + p(t.html("case.review.lead"));
  if (list.rows.empty()) return out + p(t.html("case.review.none"));
  return out + each(list.rows, [&](const EmergencyRow& row) {
           return section(
               cls("w-pane"), h2(a(href("/desk/cases/" + row.ref), identifier(row.ref))),
               p(row.authority + ", ", moment(t, row.received_at), ", " + row.state),
               ul(cls("govuk-list govuk-list--bullet"), each(row.done, [](const std::string& one) { return li(one); })),
               review_part(t, row, list, names));
         });
}

}  // namespace writ::desk
