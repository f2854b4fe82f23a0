// Whether, when and by whom the user is told; what forbids it, as staff read it in the document.
#include "desk/case_pages.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

using casework::State;

DateField day_field(const CasePage& page, const char* name, Key label, Key hint,
                    const std::optional<base::Day>& known) {
  const std::string text = known ? base::format_day(*known) : std::string();  // 2026-05-01
  const std::string field(name);
  const auto part = [&](const char* which, std::size_t at, std::size_t count) {
    const std::string typed = page.value(field + which);
    return typed.empty() && !text.empty() ? text.substr(at, count) : typed;
  };
  return {.field = {.name = field,
                    .label = page.t.text(label),
                    .hint = page.t.text(hint),
                    .error = error_of(page.faults, field)},
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
  const Locale& t = page.t;
  const casework::GagFound gag = page.file.gag.value_or(casework::GagFound{});
  const legal::Secrecy& declared = page.file.request.secrecy;
  const bool ordered = declared.kind == legal::Secrecy::Kind::ordered;
  std::vector<Option> zone_options;
  for (const std::string& zone : zones) zone_options.push_back({.value = zone, .label = zone});
  return radio_field({.field = {.name = "kind",
                                .label = t.text("case.gag.kind"),
                                .value = shown(page, "kind", gag.kind, ordered ? "court_order" : ""),
                                .error = error_of(page.faults, "kind")},
                      .options = {{.value = "court_order", .label = t.text("case.gag.court_order")},
                                  {.value = "prosecutor_order", .label = t.text("case.gag.prosecutor_order")},
                                  {.value = "statute", .label = t.text("case.gag.statute")},
                                  {.value = "none", .label = t.text("case.gag.none")}},
                      .small = true},
                     form_words(t)) +
         text_field({.field = {.name = "court",
                               .label = t.text("case.gag.court"),
                               .value = shown(page, "court", gag.court, ordered ? declared.court : ""),
                               .error = error_of(page.faults, "court")}},
                    form_words(t)) +
         date_field(day_field(page, "until", "case.gag.until", "case.gag.until_hint",
                              page.file.gag ? gag.until : declared.until),
                    form_words(t)) +
         select_field({.field = {.name = "zone",
                                 .label = t.text("case.gag.zone"),
                                 .hint = t.text("case.gag.zone_hint"),
                                 .value = shown(page, "zone", gag.zone, zones.front()),
                                 .error = error_of(page.faults, "zone")},
                       .options = zone_options,
                       .first_empty = false},
                      form_words(t)) +
         date_field(day_field(page, "review", "case.gag.review", "case.gag.review_hint", gag.review), form_words(t)) +
         textarea_field({.field = {.name = "shown_by",
                                   .label = t.text("case.gag.shown_by"),
                                   .hint = t.text("case.gag.shown_by_hint"),
                                   .value = shown(page, "shown_by", gag.shown_by, ""),
                                   .error = error_of(page.faults, "shown_by")},
                         .rows = 2},
                        form_words(t));
}

Html gag_row(const Locale& t, const GagRow& row, base::Time now) {
  Html review(row.review ? day_words(t, *row.review) : t.text("case.gags.no_review"));
  if (row.review && *row.review <= base::day_of(now))
    review += Html(" ") + tag(t.text("case.gags.review_now"), Tone::warn);
  const Html act = row.authority_informs ? t.html("case.gags.authority")
                                         : a(href("/desk/cases/" + row.ref + "/notice"), t.html("case.gags.review"),
                                             unseen(" " + row.ref));
  const Html notice =
      row.due_at ? t.html("case.gags.planned", {{"time", moment(t, *row.due_at)}}) : t.html("case.gags.unplanned");
  const auto cell = [&](Key title, const Html& inside) { return td(attr("data-label", t.text(title)), inside); };
  return tr(th(attr("scope", "row"), a(href("/desk/cases/" + row.ref), identifier(row.ref))),
            cell("case.gag.review", review), cell("case.gags.forbidden_by", row.forbidden),
            cell("case.gags.notice", notice), cell("case.gags.act", act));
}

}  // namespace

Html gag_warning(const Locale& t, const NoticeView& view) {
  if (view.forbidden.empty()) return {};
  const Html words = view.due_at ? t.html("case.gag.warning_planned",
                                          {{"forbidden", view.forbidden}, {"time", moment(t, *view.due_at)}})
                                 : t.html("case.gag.warning_unplanned", {{"forbidden", view.forbidden}});
  return warning(t, words) + p(t.html("case.gag.careful"));
}

Html gag_form(const CasePage& page, const NoticeView& view, const std::string& title) {
  const Locale& t = page.t;
  const bool may = page.has_role("intake") || page.has_role("decider");
  const State state = page.file.state;
  const bool ended = state == State::refused || state == State::no_data || state == State::withdrawn ||
                     state == State::duplicate || state == State::not_authentic;
  if (view.authority_informs || view.told || !may || ended) return {};
  const bool wrong = page.value("form") == "gag";
  return details_part(
      title,
      case_form(page, "/gag",
                hidden_field("form", "gag") + gag_fields(page, view.zones) +
                    p(t.html(state == State::drafted ? Key("case.gag.voids") : Key("case.gag.follows"))) +
                    submit_button(t.text("case.gag.save"), ButtonKind::secondary)),
      wrong && !page.faults.empty());
}

Html notice_plan_part(const CasePage& page, const NoticeView& view) {
  const Locale& t = page.t;
  const Html heading = h3(t.html("case.approve.notice"));
  if (view.authority_informs) return heading + p(t.html("case.notice.authority"));
  return heading + gag_warning(t, view) + (view.forbidden.empty() ? p(view.duty + " " + view.reason) : Html()) +
         gag_form(page, view, t.text(page.file.gag ? Key("case.gag.change") : Key("case.gag.plan_and_gag")));
}

Html notice_page(const CasePage& page, const NoticeView& view) {
  const Locale& t = page.t;
  Html out = case_head(page, "/notice", t.text("case.notice.title", {{"ref", page.file.ref}}));
  if (view.authority_informs) return out + warning(t, t.html("case.notice.authority_long")) + p(view.reason);
  out += gag_warning(t, view);
  out += p(strong(view.duty)) + p(view.reason);
  if (view.told) out += p(t.html("case.notice.told"));
  if (view.forbidden.empty() && view.due_at && !view.told)
    out += p(view.delivered ? t.html("case.notice.planned", {{"time", moment(t, *view.due_at)}})
                            : t.html("case.notice.on_delivery"));
  return out + gag_form(page, view, t.text(page.file.gag ? Key("case.gag.change") : Key("case.gag.record")));
}

Html gag_calendar(const Locale& t, const GagCalendar& calendar, base::Time now) {
  Html out = h1(t.html("case.gags.title")) + p(t.html("case.gags.lead"));
  if (calendar.rows.empty()) return out + p(t.html("case.gags.none"));
  Html heads;
  for (const Key title : {Key("case.gags.case"), Key("case.gag.review"), Key("case.gags.forbidden_by"),
                          Key("case.gags.notice"), Key("case.gags.act")})
    heads += th(attr("scope", "col"), t.html(title));
  return out +
         table(cls("govuk-table w-inbox"), thead(tr(heads)),
               tbody(each(calendar.rows, [&](const GagRow& row) { return gag_row(t, row, now); }))) +
         pagination(paging(t, calendar.previous_url, calendar.next_url));
}

}  // namespace writ::desk
