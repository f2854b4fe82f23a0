#include "portal/preservation_pages.h"

#include "page/parts.h"

namespace writ::portal {

using namespace page;

namespace {

Html state_of(const Context& context, const PreservationView& view) {
  const Locale& t = context.t;
  if (view.ended()) return tag(t.text("portal.preservation.ended"), Tone::neutral);
  if (view.waiting) return tag(t.text("portal.preservation.waiting"), Tone::warn);
  if (view.extended) return tag(t.text("portal.preservation.extended"), Tone::info);
  return tag(t.text("portal.preservation.kept"), Tone::good);
}

Html what_can_be_done(const Context& context, const PreservationView& view) {
  const Locale& t = context.t;
  if (!view.no_extension.empty()) return coded(t, "portal.preservation.no.", view.no_extension);
  return a(href(view.url()), t.html("portal.preservation.extend_link", {{"ref", identifier(view.ref)}}));
}

Html list_table(const Context& context, const PreservationList& list) {
  const Locale& t = context.t;
  const auto cell = [&](const char* label, const Html& inside) {
    return td(cls("govuk-table__cell"), attr("data-label", coded(t, "portal.column.", label)), inside);
  };
  const auto head = [&](const char* label) {
    return th(cls("govuk-table__header"), attr("scope", "col"), coded(t, "portal.column.", label));
  };
  return table(cls("govuk-table w-stacked"),
               caption(cls("govuk-table__caption"), t.text("portal.preservation.caption")),
               thead(cls("govuk-table__head"),
                     tr(head("ref"), head("instrument"), head("kept_until"), head("stage"), head("extension"))),
               tbody(cls("govuk-table__body"), each(list.rows, [&](const PreservationView& one) {
                       return tr(cls("govuk-table__row"),
                                 th(cls("govuk-table__header"), attr("scope", "row"),
                                    a(href("/portal/requests/" + one.ref), identifier(one.ref))),
                                 cell("instrument", word_of(t, "instrument", one.instrument)),
                                 cell("kept_until", time_of(t, one.until)), cell("stage", state_of(context, one)),
                                 cell("extension", what_can_be_done(context, one)));
                     })));
}

Html facts_of(const Context& context, const PreservationView& view) {
  const Locale& t = context.t;
  return summary_list({{.key = t.text("portal.label.instrument"), .value = word_of(t, "instrument", view.instrument)},
                       {.key = t.text("portal.preservation.as_at"), .value = time_of(t, view.made_at)},
                       {.key = t.text("portal.column.kept_until"), .value = time_of(t, view.until)},
                       {.key = t.text("portal.column.stage"), .value = state_of(context, view)}});
}

std::string page_url(std::size_t page) { return "/portal/preservations?page=" + std::to_string(page); }

}  // namespace

Html preservation_list_page(const Context& context, const PreservationList& list) {
  const Locale& t = context.t;
  Html out = h1(t.html("portal.preservation.list")) + p(cls("w-lead"), t.html("portal.preservation.lead"));
  if (list.rows.empty()) return out + p(t.html("portal.preservation.none", {{"new", Href{"/portal/new"}}}));
  return out + list_table(context, list) +
         pagination({.previous_url = list.page > 1 ? page_url(list.page - 1) : "",
                     .next_url = list.more ? page_url(list.page + 1) : "",
                     .previous_label = t.text("portal.home.previous"),
                     .next_label = t.text("portal.home.next"),
                     .shown = "",
                     .label = t.text("portal.home.pages")});
}

Html preservation_page(const Context& context, const PreservationView& view) {
  const Locale& t = context.t;
  const Html back = a(href("/portal/requests/" + view.ref), t.html("portal.case.back"));
  Html out = error_summary(context.errors, form_words(t)) +
             h1(t.html("portal.preservation.title", {{"ref", identifier(view.ref)}})) + facts_of(context, view);
  if (!view.no_extension.empty())
    return out + warning_text(Html(coded(t, "portal.preservation.no.", view.no_extension))) + p(back);
  const Html fields = checkbox_field(
      {.field = {.name = "renew", .label = t.text("portal.label.renew"), .error = context.error("renew")},
       .options = {{.value = "yes", .label = t.text("portal.preservation.renew")}}},
      form_words(t));
  return out +
         p(t.html("portal.preservation.offer", {{"days", static_cast<std::int64_t>(view.extension.count())},
                                                {"time", time_of(t, view.extended_until())}})) +
         form_element({.action = view.url(), .csrf = context.csrf},
                      fields + button_row({submit_button(t.text("portal.preservation.extend")), back}));
}

Html preservation_part(const Context& context, const PreservationView& view, bool own) {
  const Locale& t = context.t;
  Html out = h2(id("preservation"), t.html("portal.preservation.heading")) + facts_of(context, view);
  return own ? out + p(what_can_be_done(context, view)) : out;
}

Html preservation_ends_line(const Context& context, const PreservationView& view) {
  const Locale& t = context.t;
  return li(a(href(view.url()), identifier(view.ref)), ": ",
            t.html("portal.preservation.ends_soon", {{"time", time_of(t, view.until)}}));
}

}  // namespace writ::portal
