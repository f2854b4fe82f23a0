// Approval in two passes: first the document alone, then the draft.
#include <algorithm>
#include <set>

#include "desk/case_pages.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;

namespace {

/// Nothing here comes from the draft, from what staff found, or from another approver.
Html blind_pass(const CasePage& page) {
  const Locale& t = page.t;
  const Html questions = case_form(page, "/read",
                                   fact_questions(t, facts_of(t, page.policy, page.file), page.typed, page.faults) +
                                       submit_button(t.text("case.approve.record_reading")));
  return p(t.html("case.approve.blind_lead")) +
         div(cls("w-two"), section(cls("w-pane"), h2(t.html("case.pane.document")), document_pane(page)),
             section(cls("w-pane"), h2(t.html("case.approve.as_declared")), request_summary(page),
                     h2(t.html("case.approve.reading")), questions));
}

Html differences(const CasePage& page) {
  const auto mine = std::ranges::find(page.file.readings, page.me, &casework::Reading::by);
  if (mine == page.file.readings.end()) return {};
  const Locale& t = page.t;
  Html rows;
  for (const FactView& fact : facts_of(t, page.policy, page.file)) {
    const auto read = mine->facts.find(fact.name);
    const legal::Fact own = read == mine->facts.end() ? legal::Fact::unknown : read->second;
    const legal::Fact found = fact.found.value_or(legal::Fact::unknown);
    if (own != found)
      rows += li(t.html("case.approve.difference",
                        {{"fact", fact.yes}, {"own", fact_words(t, own)}, {"found", fact_words(t, found)}}));
  }
  if (rows.empty()) return inset_text(t.html("case.approve.agree"));
  return warning(t, t.html("case.approve.differs")) + ul(cls("govuk-list govuk-list--bullet"), rows);
}

Html questions_part(const Locale& t, const std::vector<Question>& questions) {
  return table(cls("govuk-table"), caption(cls("govuk-table__caption"), t.html("case.approve.asked")),
               thead(tr(th(attr("scope", "col"), t.html("case.column.account")),
                        th(attr("scope", "col"), t.html("case.column.categories")),
                        th(attr("scope", "col"), t.html("case.column.time")))),
               tbody(each(questions, [](const Question& one) {
                 return tr(th(attr("scope", "row"), one.identifier), td(one.categories), td(one.window));
               })));
}

Html signed_approval(const CasePage& page) {
  const Locale& t = page.t;
  return case_form(page, "/approve",
                   text_field({.field = {.name = "code",
                                         .label = t.text("case.approve.code"),
                                         .hint = t.text("case.approve.code_hint"),
                                         .error = error_of(page.faults, "code")},
                               .autocomplete = "one-time-code",
                               .inputmode = "numeric",
                               .width = 10,
                               .spellcheck = false},
                              form_words(t)) +
                       submit_button(t.text("case.approve.approve")));
}

Html approve_form(const CasePage& page, const ApproveView& view) {
  return each(view.unopened, [&](const std::string& one) { return warning(page.t, Html(one)); }) +
         signed_approval(page);
}

Html send_back_forms(const CasePage& page) {
  const Locale& t = page.t;
  return details_part(
      t.text("case.approve.send_back_title"),
      case_form(
          page, "/send-back",
          textarea_field({.field = {.name = "reason",
                                    .label = t.text("case.approve.reason"),
                                    .value = page.value("reason"),
                                    .error = error_of(page.faults, "reason")},
                          .rows = 3},
                         form_words(t)) +
              button_row({submit_button(t.text("case.approve.send_back"), ButtonKind::secondary),
                          submit_button(t.text("case.approve.escalate"), ButtonKind::secondary, "escalate", "1")})),
      !error_of(page.faults, "reason").empty());
}

}  // namespace

Html approve_page(const CasePage& page, const ApproveView& view) {
  const Locale& t = page.t;
  const Html head = case_head(page, "/approve", t.text("case.approve.title", {{"ref", page.file.ref}}));
  if (view.reads_first) return head + blind_pass(page);
  const casework::Decision& draft = *page.file.draft;
  Html decision = differences(page) + h2(t.html("case.approve.decision")) + decision_summary(draft, page);
  if (draft.deviates) decision += warning(t, t.html("case.approve.deviates", {{"ground", draft.written_ground}}));
  decision +=
      p(t.html("case.approve.needs", {{"need", view.one_needed ? "one" : "two"}, {"n", draft.approved_by.size()}}));
  decision += questions_part(t, view.questions) + h2(t.html("case.approve.notice")) + p(view.notice_plan);
  decision += h2(t.html("case.approve.letter")) +
              blockquote(cls("w-letter"), each(view.letter, [](const std::string& one) { return p(one); }));
  decision += h2(t.html("case.approve.yours"));
  decision += view.may_not.empty() ? approve_form(page, view) + send_back_forms(page) : inset_text(Html(view.may_not));
  return head +
         div(cls("w-two"),
             section(cls("w-pane"), h2(t.html("case.pane.document")), document_pane(page),
                     fact_table(t, facts_of(t, page.policy, page.file)), policy_answer(t, page.policy, page.file)),
             section(cls("w-pane"), decision));
}

Html approve_incomplete_page(const CasePage& page, const IncompleteView& view) {
  const casework::Incomplete& plan = *page.file.incomplete;
  const Locale& t = page.t;
  Html out = case_head(page, "/approve", t.text("case.incomplete.title", {{"ref", page.file.ref}}));
  out += warning(t, t.html("case.incomplete.warning"));
  out += summary_list({{t.text("case.incomplete.proposed_by"), Html(page.names(plan.proposed_by))},
                       {t.text("case.incomplete.why"), Html(view.reason)},
                       {t.text("case.incomplete.follow_up"), moment(t, plan.follow_up)},
                       {t.text("case.incomplete.looked_at"), Html(view.looked_at)}});
  out += p(t.html("case.incomplete.effect"));
  return out + (view.may_not.empty() ? signed_approval(page) : inset_text(Html(view.may_not)));
}

}  // namespace writ::desk
