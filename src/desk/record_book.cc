#include "desk/record_book.h"

#include "desk/parts.h"
#include "page/form.h"

namespace writ::desk {

using namespace page;

namespace {

Html state_of(const Locale& t, const PreservationRow& row) {
  if (row.ended) return tag(t.text("desk.erased"), Tone::neutral);
  if (!row.carried_out) return tag(t.text("desk.preservations.waits"), Tone::warn);
  // What cannot be asked would pass for kept.
  const Html refused = row.not_askable == 0
                           ? Html()
                           : tag(t.text("desk.preservations.not_kept", {{"n", row.not_askable}}), Tone::warn);
  if (row.not_askable > 0 && row.not_askable == row.identifiers) return refused;
  return tag(t.text(row.extended ? Key("desk.preservations.done_extended") : Key("desk.preservations.done")),
             Tone::good) +
         Html(" ") + refused;
}

Html row_of(const PreservationRow& row, const PreservationList& list, base::Time now) {
  const Locale& t = list.t;
  const bool open = list.may_extend && !row.ended && !row.extended;
  const auto label = [&](Key title) { return attr("data-label", t.text(title)); };
  return tr(th(attr("scope", "row"), a(href("/desk/cases/" + row.ref), row.ref)),
            td(cls("w-number"), label("desk.preservations.identifiers"), std::to_string(row.identifiers)),
            td(label("desk.preservations.preserved"), moment(t, row.made_at)),
            td(label("desk.preservations.ends"), row.ended ? moment(t, row.expires_at) : due(t, row.expires_at, now)),
            td(label("desk.column.state"), state_of(t, row)),
            td(label("desk.preservations.extend"),
               open ? form_element({.action = "/desk/preservations/" + row.ref + "/extend", .csrf = list.csrf},
                                   submit_button(t.text("desk.preservations.extend"), ButtonKind::secondary) +
                                       unseen(" " + row.ref))
               : row.extended ? t.html("desk.preservations.once")
                              : Html()));
}

Html alarms_part(const LogView& view) {
  const Locale& t = view.t;
  if (view.alarms.empty()) return h2(t.html("desk.log.alarms")) + p(t.html("desk.log.no_alarm"));
  return h2(t.html("desk.log.alarms")) + warning_part(t, t.html("desk.log.alarm")) +
         ul(cls("govuk-list"), each(view.alarms, [&](const LogView::Alarm& one) {
              return li(t.html("desk.log.alarm_line",
                               {{"time", moment(t, one.at)}, {"witness", one.witness}, {"rule", one.rule}}));
            }));
}

Html witnesses_part(const LogView& view) {
  const Locale& t = view.t;
  if (view.witnesses.empty()) return p(t.html("desk.log.no_witness"));
  const Html out = ul(cls("govuk-list"), each(view.witnesses, [&](const WitnessRow& one) {
                        return li(one.signed_last ? tag(t.text("desk.log.signed"), Tone::good)
                                                  : tag(t.text("desk.log.not_yet"), Tone::warn),
                                  " " + one.name);
                      }));
  if (!view.quorum_asked) return out + p(t.html("desk.log.no_quorum"));
  if (!view.quorum_met) return out + warning_part(t, t.html("desk.log.quorum_missing"));
  return out + (view.quorum_time ? p(t.html("desk.log.quorum_at", {{"time", moment(t, *view.quorum_time)}}))
                                 : p(t.html("desk.log.quorum")));
}

}  // namespace

Html preservations_page(const PreservationList& list, base::Time now) {
  const Locale& t = list.t;
  const Html out = h1(t.html("desk.preservations.title")) + p(cls("w-lead"), t.html("desk.preservations.lead"));
  if (list.rows.empty()) return out + p(t.html("desk.preservations.none"));
  const Html heads =
      heading_row(t, {"desk.preservations.case", "desk.preservations.identifiers", "desk.preservations.preserved",
                      "desk.preservations.ends", "desk.column.state", "desk.preservations.extend"});
  return out + div(cls("w-scroll"), attr("role", "region"), attr("aria-label", t.text("desk.preservations.title")),
                   attr("tabindex", "0"),
                   table(cls("govuk-table w-inbox"), thead(heads),
                         tbody(each(list.rows, [&](const PreservationRow& row) { return row_of(row, list, now); }))));
}

Html log_page(const LogView& view) {
  const Locale& t = view.t;
  const Html out = h1(t.html("desk.log.head"));
  if (!view.trouble.empty()) return out + warning_part(t, Html(view.trouble)) + alarms_part(view);
  if (!view.begun) return out + p(t.html("desk.log.not_begun")) + alarms_part(view);
  std::vector<SummaryRow> rows = {{t.text("desk.log.title"), identifier(view.origin)},
                                  {t.text("desk.log.entries"), Html(t.number(view.size))},
                                  {t.text("desk.log.root"), code_identifier(view.root)}};
  if (view.next_tick) rows.push_back({t.text("desk.log.next_tick"), moment(t, *view.next_tick)});
  return out + summary_list(rows) + h2(t.html("desk.log.witnesses")) + witnesses_part(view) + alarms_part(view);
}

}  // namespace writ::desk
