#include "desk/record_book.h"

#include "page/form.h"
#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

Html state_of(const PreservationRow& row) {
  if (row.ended) return tag("erased", Tone::neutral);
  if (!row.carried_out) return tag("waits for a source, asked again every hour", Tone::warn);
  return tag(row.extended ? "carried out, extended" : "carried out", Tone::good);
}

Html row_of(const PreservationRow& row, const PreservationList& list, base::Time now) {
  const bool open = list.may_extend && !row.ended && !row.extended;
  return tr(th(attr("scope", "row"), a(href("/desk/cases/" + row.ref), row.ref)),
            td(cls("w-number"), attr("data-label", "Identifiers"), std::to_string(row.identifiers)),
            td(attr("data-label", "Preserved"), moment(row.made_at)),
            td(attr("data-label", "Ends"), row.ended ? moment(row.expires_at) : due(row.expires_at, now)),
            td(attr("data-label", "State"), state_of(row)),
            td(attr("data-label", "Extend"),
               open ? form_element({.action = "/desk/preservations/" + row.ref + "/extend", .csrf = list.csrf},
                                   submit_button("Extend", ButtonKind::secondary) + unseen(" " + row.ref))
                    : Html(row.extended ? "once, done" : "")));
}

Html alarms_part(const LogView& view) {
  if (view.alarms.empty()) return h2("Alarms") + p("No witness has raised one.");
  return h2("Alarms") +
         warning_text(
             Html("A witness has seen another history than ours, or refuses our log. Find out why before the next "
                  "report: a second writer, or a store that was put back from a backup?")) +
         ul(cls("govuk-list"), each(view.alarms, [](const LogView::Alarm& one) {
              return li(moment(one.at), ", " + one.witness + ": " + one.rule);
            }));
}

Html witnesses_part(const LogView& view) {
  if (view.witnesses.empty())
    return p("The trust policy names no witness: nobody but we vouch for a time, or for a single view of the log. ",
             "Ask others to watch it (docs/witnesses.md).");
  Html out = ul(cls("govuk-list"), each(view.witnesses, [](const WitnessRow& one) {
                  return li(tag(one.signed_last ? "signed" : "not yet", one.signed_last ? Tone::good : Tone::warn),
                            " " + one.name);
                }));
  if (!view.quorum_asked) return out + p("No quorum is asked for.");
  out += view.quorum_met
             ? p("The quorum is met", view.quorum_time ? Html(", at ") + moment(*view.quorum_time) : Html(), ".")
             : warning_text(Html("The quorum is not met. Witnesses that did not answer are asked again every 30 "
                                 "minutes; without it no report is published."));
  return out;
}

}  // namespace

Html preservations_page(const PreservationList& list, base::Time now) {
  Html out = h1("Preservations") +
             p(cls("w-lead"),
               "Snapshots that orders and letters asked for. Whether one holds anything is shown to nobody "
               "before a decision is approved.");
  if (list.rows.empty()) return out + p("Nothing is preserved.");
  Html heads;
  for (const char* title : {"Case", "Identifiers", "Preserved", "Ends", "State", "Extend"})
    heads += th(attr("scope", "col"), title);
  return out + div(cls("w-scroll"), attr("role", "region"), attr("aria-label", "Preservations"), attr("tabindex", "0"),
                   table(cls("govuk-table w-inbox"), thead(tr(heads)),
                         tbody(each(list.rows, [&](const PreservationRow& row) { return row_of(row, list, now); }))));
}

Html log_page(const LogView& view) {
  Html out = h1("The public log");
  if (!view.trouble.empty()) return out + warning_text(Html(view.trouble)) + alarms_part(view);
  if (!view.begun) return out + p("The log has no entry yet: the first comes with the first tick.") + alarms_part(view);
  std::vector<SummaryRow> rows = {
      {"Log", identifier(view.origin)}, {"Entries", Html(number(view.size))}, {"Root", code_identifier(view.root)}};
  if (view.next_tick) rows.push_back({"Next tick", moment(*view.next_tick)});
  return out + summary_list(rows) + h2("Witnesses of the last checkpoint") + witnesses_part(view) + alarms_part(view);
}

}  // namespace writ::desk
