// Side roads: answering a question, withdrawing, asking that somebody else looks again.
#include "page/parts.h"
#include "portal/case_pages.h"

namespace writ::portal {

using namespace page;

namespace {

struct OneText {
  std::string title;
  Html lead;
  std::string name;  // of the field, and of the route
  std::string button;
  ButtonKind kind = ButtonKind::primary;
  bool files = false;
};

Html one_text_page(const Context& context, const CaseView& view, const OneText& shape) {
  const Locale& t = context.t;
  Html fields = textarea_field({.field = {.name = shape.name,
                                          .label = coded(t, "portal.label.", shape.name),
                                          .hint = coded(t, "portal.hint.", shape.name),
                                          .value = field_of(view.typed, shape.name),
                                          .error = context.error(shape.name)},
                                .rows = 6},
                               form_words(t));
  if (shape.files)
    fields += file_field({.field = {.name = "document",
                                    .label = t.text("portal.answer.document"),
                                    .hint = t.text("portal.hint.document"),
                                    .error = context.error("document")},
                          .accept = ".pdf,.png,.jpg,.jpeg,.txt"},
                         form_words(t));
  return error_summary(context.errors, form_words(t)) + h1(shape.title) + shape.lead +
         form_element({.action = view.url(shape.name), .csrf = context.csrf, .files = shape.files},
                      fields + button_row({submit_button(shape.button, shape.kind),
                                           a(href(view.url()), t.html("portal.case.back"))}));
}

}  // namespace

Html answer_page(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  return one_text_page(context, view,
                       {.title = t.text("portal.answer.title"),
                        .lead = p(t.html("portal.answer.lead")) + inset_text(view.question),
                        .name = "answer",
                        .button = t.text("portal.answer.button"),
                        .files = true});
}

Html withdraw_page(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  return one_text_page(context, view,
                       {.title = t.text("portal.withdraw.title", {{"ref", view.ref}}),
                        .lead = p(t.html("portal.withdraw.lead")),
                        .name = "withdraw",
                        .button = t.text("portal.withdraw.button"),
                        .kind = ButtonKind::warning});
}

Html review_page(const Context& context, const CaseView& view) {
  const Locale& t = context.t;
  return one_text_page(context, view,
                       {.title = t.text("portal.review.title", {{"ref", view.ref}}),
                        .lead = p(t.html("portal.review.lead")),
                        .name = "review",
                        .button = t.text("portal.review.button")});
}

}  // namespace writ::portal
