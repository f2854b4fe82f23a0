// Whether, when and by whom the user is told; what forbids it, as staff read it in the document.
#include "desk/case_pages.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

using casework::State;

DateField day_field(const CasePage& page, const char* name, const char* label, const char* hint,
                    const std::optional<base::Day>& known) {
  const std::string text = known ? base::format_day(*known) : std::string();  // 2026-05-01
  const std::string field(name);
  const auto part = [&](const char* which, std::size_t at, std::size_t count) {
    const std::string typed = page.value(field + which);
    return typed.empty() && !text.empty() ? text.substr(at, count) : typed;
  };
  return {.field = {.name = field, .label = label, .hint = hint, .error = error_of(page.faults, field)},
          .day = part("-day", 8, 2),
          .month = part("-month", 5, 2),
          .year = part("-year", 0, 4)};
}

/// What was typed, else what stands on file, else what the officer declared.
std::string shown(const CasePage& page, const char* name, const std::string& on_file, const std::string& declared) {
  if (const std::string typed = page.value(name); !typed.empty()) return typed;
  return page.file.gag ? on_file : declared;
}

Html gag_fields(const CasePage& page, const std::vector<std::string>& zones) {
  const casework::GagFound gag = page.file.gag.value_or(casework::GagFound{});
  const legal::Secrecy& declared = page.file.request.secrecy;
  const bool ordered = declared.kind == legal::Secrecy::Kind::ordered;
  std::vector<Option> zone_options;
  for (const std::string& zone : zones) zone_options.push_back({.value = zone, .label = zone});
  return radio_field({.field = {.name = "kind",
                                .label = "What forbids telling the user",
                                .value = shown(page, "kind", gag.kind, ordered ? "court_order" : ""),
                                .error = error_of(page.faults, "kind")},
                      .options = {{.value = "court_order", .label = "The order of a court"},
                                  {.value = "prosecutor_order", .label = "The order of a prosecutor"},
                                  {.value = "statute", .label = "A law"},
                                  {.value = "none", .label = "Nothing that binds: a wish for secrecy binds nobody"}},
                      .small = true}) +
         text_field({.field = {.name = "court",
                               .label = "Court, prosecutor or law",
                               .value = shown(page, "court", gag.court, ordered ? declared.court : ""),
                               .error = error_of(page.faults, "court")}}) +
         date_field(day_field(page, "until", "Last day on which it binds", "Leave it empty if no end is named.",
                              page.file.gag ? gag.until : declared.until)) +
         select_field({.field = {.name = "zone",
                                 .label = "Time zone of the court",
                                 .hint = "The day ends at midnight there.",
                                 .value = shown(page, "zone", gag.zone, zones.front()),
                                 .error = error_of(page.faults, "zone")},
                       .options = zone_options,
                       .first_empty = false}) +
         date_field(day_field(page, "review", "Review on", "When somebody asks whether it still binds.", gag.review)) +
         textarea_field({.field = {.name = "shown_by",
                                   .label = "What in the document says so",
                                   .hint = "Page and words.",
                                   .value = shown(page, "shown_by", gag.shown_by, ""),
                                   .error = error_of(page.faults, "shown_by")},
                         .rows = 2});
}

}  // namespace

Html gag_warning(const NoticeView& view) {
  if (view.forbidden.empty()) return {};
  Html planned = view.due_at ? Html(" Notice is planned for ") + moment(*view.due_at) + Html(".")
                             : Html(" No notice is planned: no end was named.");
  return warning_text(Html("Do not tell the user. " + view.forbidden) + planned) +
         p("Mail, support notes and the messenger's own logs can also tell: check the list before you write anything.");
}

Html gag_form(const CasePage& page, const NoticeView& view, const std::string& title) {
  const bool may = page.has_role("intake") || page.has_role("decider");
  const State state = page.file.state;
  const bool ended = state == State::refused || state == State::no_data || state == State::withdrawn ||
                     state == State::duplicate || state == State::not_authentic;
  if (view.authority_informs || view.told || !may || ended) return {};
  const bool wrong = page.value("form") == "gag";
  return details_part(title,
                      case_form(page, "/gag",
                                hidden_field("form", "gag") + gag_fields(page, view.zones) +
                                    p(state == State::drafted ? "Approvals given so far are void: the approvers read "
                                                                "this plan before they sign."
                                                              : "The plan of the notice follows from it.") +
                                    submit_button("Save the gag", ButtonKind::secondary)),
                      wrong && !page.faults.empty());
}

Html notice_plan_part(const CasePage& page, const NoticeView& view) {
  const Html heading = h3("Notice to the user");
  if (view.authority_informs)
    return heading + p("The authority informs the user; we must not (Regulation (EU) 2023/1543 Art. 13).");
  return heading + gag_warning(view) + (view.forbidden.empty() ? p(view.duty + " " + view.reason) : Html()) +
         gag_form(page, view, page.file.gag ? "Change the gag" : "Notice plan and gag");
}

Html notice_page(const CasePage& page, const NoticeView& view) {
  Html out = case_head(page, "/notice", "Notice to the user, " + page.file.ref);
  if (view.authority_informs)
    return out +
           warning_text(Html("The authority informs the user; we must not (Regulation (EU) 2023/1543 Art. 13). Nothing "
                             "is sent from here.")) +
           p(view.reason);
  out += gag_warning(view);
  out += p(strong(view.duty)) + p(view.reason);
  if (view.told) out += p("The users of the last package were told.");
  if (view.forbidden.empty() && view.due_at && !view.told)
    out +=
        view.delivered ? p("Planned for ", moment(*view.due_at), ".") : p("It goes out when a package is delivered.");
  return out + gag_form(page, view, page.file.gag ? "Change the gag" : "Record a gag");
}

Html gag_calendar(const GagCalendar& calendar, base::Time now) {
  Html out = h1("Gag calendar") +
             p("Users who must not be told yet, or ever, by the day on which somebody asks whether that still holds.");
  if (calendar.rows.empty()) return out + p("Nothing forbids telling anybody at present.");
  const Html body = each(calendar.rows, [&](const GagRow& row) {
    const bool overdue = row.review && *row.review <= base::day_of(now);
    Html review(row.review ? day_words(*row.review) : std::string("no review"));
    if (overdue) review += Html(" ") + tag("review now", Tone::warn);
    const Html act = row.authority_informs
                         ? Html("The authority informs; we must not.")
                         : a(href("/desk/cases/" + row.ref + "/notice"), "Review", unseen(" " + row.ref));
    return tr(th(attr("scope", "row"), a(href("/desk/cases/" + row.ref), identifier(row.ref))),
              td(attr("data-label", "Review on"), review), td(attr("data-label", "Forbidden by"), row.forbidden),
              td(attr("data-label", "Notice"),
                 row.due_at ? Html("planned for ") + moment(*row.due_at) : Html("none planned")),
              td(attr("data-label", "Act"), act));
  });
  Html heads;
  for (const char* title : {"Case", "Review on", "Forbidden by", "Notice", "Act"})
    heads += th(attr("scope", "col"), title);
  return out + table(cls("govuk-table w-inbox"), thead(tr(heads)), tbody(body)) +
         pagination({.previous_url = calendar.previous_url, .next_url = calendar.next_url});
}

}  // namespace writ::desk
