// After approval: what is held, in words; then sealed; then handed over.
#include <fmt/format.h>

#include "desk/case_pages.h"
#include "page/number.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

/// Sent without what a silent source may hold: with a day by which the rest follows, and somebody else's approval.
Html incomplete_part(const CasePage& page, const GatherView& view) {
  const auto& plan = page.file.incomplete;
  if (plan && plan->approved_by.empty())
    return h2("Send what there is") + p("Proposed by " + page.names(plan->proposed_by) +
                                            ". It waits for an approver; the "
                                            "rest is due ",
                                        moment(plan->follow_up), ".");
  if (plan)
    return h2("Send what there is") + p("Approved by " + page.names(plan->approved_by) +
                                            ": the package says that it is incomplete, and the rest is due ",
                                        moment(plan->follow_up), ".");
  if (!view.found)
    return p("No source that answered gave anything: there is nothing that could go out before the rest.");
  return details_part("Send what there is, as incomplete",
                      case_form(page, "/incomplete",
                                p("The package will say that we could not look everywhere, and until when we try.") +
                                    text_field({.field = {.name = "follow_up",
                                                          .label = "The rest follows by",
                                                          .hint = "A day and a time in UTC, as 2026-05-01 08:00",
                                                          .value = page.value("follow_up"),
                                                          .error = error_of(page.faults, "follow_up")},
                                                .width = 20,
                                                .spellcheck = false}) +
                                    textarea_field({.field = {.name = "reason",
                                                              .label = "Why it cannot wait",
                                                              .value = page.value("reason"),
                                                              .error = error_of(page.faults, "reason")},
                                                    .rows = 2}) +
                                    submit_button("Send to an approver", ButtonKind::secondary)),
                      !page.faults.empty());
}

Html ask_part(const CasePage& page, const GatherView& view) {
  Html out = h2("1 Ask the messenger");
  out += table(cls("govuk-table"),
               thead(tr(th(attr("scope", "col"), "Account"), th(attr("scope", "col"), "Categories"),
                        th(attr("scope", "col"), "Time"))),
               tbody(each(view.questions, [](const Question& one) {
                 return tr(th(attr("scope", "row"), one.identifier), td(one.categories), td(one.window));
               })));
  if (!view.failure.empty()) {
    out += warning_text(
        Html("We could not look. " + view.failure +
             ". This is not a finding that nothing exists. Nothing can be sealed until the source answers."));
    out += incomplete_part(page, view);
  }
  if (view.asked && view.failure.empty()) out += p("Asked by " + view.by + ", " + time_words(*view.at) + ".");
  return out + case_form(page, "/gather",
                         submit_button(view.asked ? "Ask again" : "Ask now",
                                       view.asked ? ButtonKind::secondary : ButtonKind::primary));
}

/// What was asked beside what will be disclosed.
Html minimise_part(const GatherView& view) {
  if (view.minimised.empty()) return {};
  const Html rows = each(view.minimised, [](const MinimiseRow& row) {
    const Html kept = row.kept_back.empty()
                          ? Html("nothing")
                          : ul(cls("govuk-list"), each(row.kept_back, [](const std::string& one) { return li(one); }));
    return tr(th(attr("scope", "row"), row.accounts), td(row.asked), td(row.given), td(kept));
  });
  return h2("What was asked, and what goes out") +
         table(cls("govuk-table"),
               thead(tr(th(attr("scope", "col"), "Account"), th(attr("scope", "col"), "The request asked"),
                        th(attr("scope", "col"), "The package gives"), th(attr("scope", "col"), "Kept back, and why"))),
               tbody(rows));
}

Html holdings_part(const CasePage& page, const GatherView& view) {
  if (!view.asked || !view.failure.empty()) return {};
  Html out = h2("2 What is held");
  out += table(cls("govuk-table"),
               thead(tr(th(attr("scope", "col"), "Account asked for"), th(attr("scope", "col"), "Found"),
                        th(attr("scope", "col"), "Category"), th(attr("scope", "col"), "Held"),
                        th(attr("scope", "col"), "Rows given"))),
               tbody(each(view.holdings, [](const HoldingRow& row) {
                 return tr(th(attr("scope", "row"), row.identifier), td(row.account), td(row.category), td(row.holding),
                           td(cls("w-number"), std::to_string(row.values)));
               })));
  out += minimise_part(view);
  if (view.values_shown) {
    out += p("This view is in the audit log.") +
           table(cls("govuk-table"),
                 thead(tr(th(attr("scope", "col"), "Account"), th(attr("scope", "col"), "Category"),
                          th(attr("scope", "col"), "Value"), th(attr("scope", "col"), "Time"))),
                 tbody(each(view.values, [](const ValueRow& row) {
                   return tr(th(attr("scope", "row"), row.identifier), td(row.category), td(code_identifier(row.value)),
                             td(row.when));
                 })));
  } else if (view.found) {
    out += form_element({.action = page.url("/values"), .csrf = page.csrf},
                        submit_button("Show the values (this is logged)", ButtonKind::secondary));
  }
  return out;
}

Html package_part(const CasePage& page, const GatherView& view) {
  if (!view.asked || (!view.failure.empty() && !view.may_go_incomplete)) return {};
  if (!view.found) {
    return h2("3 Nothing is held") +
           p("Nothing that was granted is held for any account. One approver confirms this, then the officer is told "
             "which kind of nothing it is.") +
           case_form(page, "/nothing-held", submit_button("Send for approval: no data"));
  }
  Html out = h2("3 Seal") + p("Sealed to: ", view.sealed_to);
  if (!view.package)
    return out +
           case_form(page, "/seal", submit_button(view.may_go_incomplete ? "Seal as incomplete" : "Seal the package"));
  std::vector<SummaryRow> rows = {{"Package", identifier(view.package->name)},
                                  {"Bytes", Html(number(view.package->bytes))},
                                  {"SHA-256", code_identifier(view.package->sha256)},
                                  {"Sealed", moment(view.package->at)}};
  out += summary_list(rows) +
         details_part("What it holds", ul(cls("govuk-list"), each(view.package->files, [](const auto& file) {
                                            return li(identifier(file.first), fmt::format(", {} bytes", file.second));
                                          })));
  out += case_form(page, "/seal", submit_button("Seal again", ButtonKind::secondary));
  return out + h2("4 Deliver") +
         p("The officer finds it in the portal and acknowledges it there. The disclosure is logged and the notices to "
           "users are planned.") +
         case_form(page, "/deliver", submit_button("Deliver"));
}

}  // namespace

Html gather_page(const CasePage& page, const GatherView& view) {
  Html out = case_head(page, "/gather", "Gather and seal " + page.file.ref);
  if (page.file.state != casework::State::approved)
    return out + p("There is nothing to gather: " + next_step(page.file.state));
  if (view.again)
    out += inset_text(
        "This package was handed over before and the officer could not take it. The same decision is carried out again; "
        "what the messenger has lost since is not in it, and users are not told a second time.");
  return out + ask_part(page, view) + holdings_part(page, view) + package_part(page, view);
}

}  // namespace writ::desk
