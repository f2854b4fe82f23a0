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
  const Html questions = case_form(
      page, "/read",
      fact_questions(facts_of(page.policy, page.file), page.typed, page.faults) + submit_button("Record my reading"));
  return p("First answer the facts from the document alone. The draft and its answers are shown after that, and your "
           "first answers stand.") +
         div(cls("w-two"), section(cls("w-pane"), h2("Document"), document_pane(page)),
             section(cls("w-pane"), h2("As declared"), request_summary(page), h2("Your reading"), questions));
}

Html differences(const CasePage& page) {
  const auto mine = std::ranges::find(page.file.readings, page.me, &casework::Reading::by);
  if (mine == page.file.readings.end()) return {};
  Html rows;
  for (const FactView& fact : facts_of(page.policy, page.file)) {
    const auto read = mine->facts.find(fact.name);
    const legal::Fact own = read == mine->facts.end() ? legal::Fact::unknown : read->second;
    const legal::Fact found = fact.found.value_or(legal::Fact::unknown);
    if (own != found)
      rows += li("Whether " + fact.yes + ": you read ", strong(fact_words(own)), ", the draft rests on ",
                 strong(fact_words(found)), ".");
  }
  if (rows.empty()) return inset_text(Html("Your reading and the draft agree on every fact."));
  return warning_text(Html("Your reading differs from what the draft rests on.")) +
         ul(cls("govuk-list govuk-list--bullet"), rows);
}

Html questions_part(const std::vector<Question>& questions) {
  return table(cls("govuk-table"), caption(cls("govuk-table__caption"), "What the messenger's database will be asked"),
               thead(tr(th(attr("scope", "col"), "Account"), th(attr("scope", "col"), "Categories"),
                        th(attr("scope", "col"), "Time"))),
               tbody(each(questions, [](const Question& one) {
                 return tr(th(attr("scope", "row"), one.identifier), td(one.categories), td(one.window));
               })));
}

Html signed_approval(const CasePage& page, const std::string& hint, const Html& before = {}) {
  return case_form(page, "/approve",
                   before +
                       text_field({.field = {.name = "code",
                                             .label = "One-time code",
                                             .hint = hint,
                                             .error = error_of(page.faults, "code")},
                                   .autocomplete = "one-time-code",
                                   .inputmode = "numeric",
                                   .width = 10,
                                   .spellcheck = false}) +
                       submit_button("Approve"));
}

Html approve_form(const CasePage& page, const ApproveView& view) {
  return each(view.unopened, [](const std::string& one) { return warning_text(Html(one)); }) +
         signed_approval(page, view.proof_hint);
}

Html send_back_forms(const CasePage& page) {
  return details_part("Send back, or escalate",
                      case_form(page, "/send-back",
                                textarea_field({.field = {.name = "reason",
                                                          .label = "Reason, for whoever drafted it",
                                                          .value = page.value("reason"),
                                                          .error = error_of(page.faults, "reason")},
                                                .rows = 3}) +
                                    button_row({submit_button("Send back", ButtonKind::secondary),
                                                submit_button("Escalate", ButtonKind::secondary, "escalate", "1")})),
                      !error_of(page.faults, "reason").empty());
}

}  // namespace

Html approve_page(const CasePage& page, const ApproveView& view) {
  const Html head = case_head(page, "/approve", "Approve " + page.file.ref);
  if (view.reads_first) return head + blind_pass(page);
  const casework::Decision& draft = *page.file.draft;
  Html decision = differences(page) + h2("Decision") + decision_summary(draft, page);
  if (draft.deviates)
    decision += warning_text(Html("This deviates from the policy. Written ground: " + draft.written_ground));
  decision += p("Needs " + std::string(view.one_needed ? "one approver." : "two approvers.") +
                " So far: " + std::to_string(draft.approved_by.size()) + ".");
  decision += questions_part(view.questions) + h2("Notice to the user") + p(view.notice_plan);
  decision += h2("The letter") + blockquote(cls("w-letter"), attr("lang", "en"),
                                            each(view.letter, [](const std::string& one) { return p(one); }));
  decision += h2("Your approval");
  decision += view.may_not.empty() ? approve_form(page, view) + send_back_forms(page) : inset_text(Html(view.may_not));
  return head + div(cls("w-two"),
                    section(cls("w-pane"), h2("Document"), document_pane(page),
                            fact_table(facts_of(page.policy, page.file)), policy_answer(page.policy, page.file)),
                    section(cls("w-pane"), decision));
}

Html approve_incomplete_page(const CasePage& page, const IncompleteView& view) {
  const casework::Incomplete& plan = *page.file.incomplete;
  Html out = case_head(page, "/approve", "Send " + page.file.ref + " as incomplete?");
  out += warning_text(Html("A source did not answer. What the others gave would go out now."));
  out += summary_list({{"Proposed by", Html(page.names(plan.proposed_by))},
                       {"Why it cannot wait", Html(view.reason)},
                       {"The rest follows by", moment(plan.follow_up)},
                       {"Accounts looked at", Html(view.looked_at)}});
  out += p(
      "The package says that it is incomplete. The decision stays as it was approved, and the case stays in the inbox "
      "with this day as its deadline.");
  return out + (view.may_not.empty() ? signed_approval(page, view.proof_hint) : inset_text(Html(view.may_not)));
}

}  // namespace writ::desk
