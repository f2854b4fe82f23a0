// Three panes: what came, what the policy says of it, and what is decided.
#include <fmt/format.h>

#include "casework/emergency.h"
#include "desk/case_pages.h"
#include "desk/deviation.h"
#include "legal/vocabulary.h"
#include "page/parts.h"

namespace writ::desk {

using namespace page;
using casework::State;

namespace {

Html other_drafts(const CasePage& page) {
  const Html duplicate = case_form(page, "/decide",
                                   hidden_field("kind", "duplicate") +
                                       text_field({.field = {.name = "earlier",
                                                             .label = "Reference of the earlier case",
                                                             .value = page.value("earlier"),
                                                             .error = error_of(page.faults, "earlier")},
                                                   .width = 20,
                                                   .spellcheck = false,
                                                   .direction_ltr = true}) +
                                       submit_button("Draft as duplicate", ButtonKind::secondary));
  const Html forged = case_form(page, "/decide",
                                hidden_field("kind", "not_authentic") +
                                    textarea_field({.field = {.name = "why",
                                                              .label = "What shows that it is not from this authority",
                                                              .value = page.value("why"),
                                                              .error = error_of(page.faults, "why")},
                                                    .rows = 3}) +
                                    submit_button("Draft as not authentic", ButtonKind::secondary));
  return details_part("Duplicate, or not from this authority", duplicate + forged,
                      !error_of(page.faults, "earlier").empty() || !error_of(page.faults, "why").empty());
}

/// The draft that the policy gives, and how it is sent for approval.
Html decide_part(const CasePage& page) {
  const State state = page.file.state;
  const bool may = page.has_role("decider") && (state == State::verified || state == State::drafted || state == State::approved ||
                                                state == State::refused || state == State::no_data);
  if (!may) return {};
  const bool deviation_open = page.value("kind") == "deviate";
  Html out;
  if (state == State::drafted)
    out += inset_text(Html("A draft waits for approval. A new one takes its place: approvals given are void, and who gave "
                           "them is told."));
  if (page.file.request.emergency) {
    out +=
        p("An emergency: nothing is granted unasked. Tick the least that helps, or take the policy's answer as it is.");
    out += deviation_form(page, true);
  }
  out += case_form(page, "/decide",
                   hidden_field("kind", "policy") +
                       p("Takes the policy's answer for every account and sends it for approval.") +
                       submit_button("Draft the policy's answer"));
  if (!page.file.request.emergency) out += deviation_form(page, deviation_open);
  return out + other_drafts(page);
}

Html decisions_part(const CasePage& page) {
  Html out;
  if (page.file.draft) out += h3("Waiting for approval") + decision_summary(*page.file.draft, page);
  for (auto decision = page.file.decisions.rbegin(); decision != page.file.decisions.rend(); ++decision)
    out += h3(decision->decided_at ? "Decided " + time_words(*decision->decided_at) : std::string("Decided")) +
           decision_summary(*decision, page);
  return out;
}

Html clarification_part(const CasePage& page) {
  const State state = page.file.state;
  if (page.has_role("intake") && (state == State::received || state == State::verified || state == State::drafted)) {
    return details_part(
        "Ask the authority a question",
        case_form(
            page, "/ask",
            textarea_field({.field = {.name = "question",
                                      .label = "Question",
                                      .hint = "The officer reads exactly this. The clock stands until the answer.",
                                      .value = page.value("question"),
                                      .error = error_of(page.faults, "question")},
                            .rows = 4}) +
                submit_button("Send the question", ButtonKind::secondary)),
        !error_of(page.faults, "question").empty());
  }
  if (page.has_role("intake") && state == State::clarification) {
    return details_part("The answer came by another way",
                        case_form(page, "/answer",
                                  textarea_field({.field = {.name = "answer",
                                                            .label = "Answer, in the authority's words",
                                                            .value = page.value("answer"),
                                                            .error = error_of(page.faults, "answer")},
                                                  .rows = 4}) +
                                      submit_button("Record the answer", ButtonKind::secondary)),
                        !error_of(page.faults, "answer").empty());
  }
  return {};
}

Html notes_part(const CasePage& page) {
  Html list = each(page.file.comments, [&](const casework::Comment& one) {
    const char* what = one.kind == "clarification_asked"      ? "asked the authority"
                       : one.kind == "clarification_answered" ? "the authority answered"
                       : one.kind == "sent_back"              ? "sent back"
                                                              : "noted";
    return li(strong(page.names(one.by) + ", " + what + ", " + time_words(one.at) + ": "), one.text);
  });
  Html out = list.empty() ? Html() : ul(cls("govuk-list w-notes"), list);
  if (page.roles == legal::CodeSet{"auditor"}) return out;
  std::vector<Option> owners = {{.value = "", .label = "nobody"}};
  for (const auto& [person, name] : page.people) owners.push_back({.value = person, .label = name});
  out += form_element({.action = page.url("/comment"), .csrf = page.csrf, .id = "comment-form"},
                      textarea_field({.field = {.name = "text",
                                                .label = "Note for colleagues",
                                                .value = page.value("text"),
                                                .error = error_of(page.faults, "text")},
                                      .rows = 2}) +
                          submit_button("Add note", ButtonKind::secondary));
  out += form_element(
      {.action = page.url("/assign"), .csrf = page.csrf, .id = "assign-form"},
      select_field(
          {.field = {.name = "owner", .label = "Owner", .value = page.file.owner.empty() ? page.me : page.file.owner},
           .options = owners,
           .first_empty = false}) +
          submit_button("Assign", ButtonKind::secondary));
  out += form_element({.action = page.url("/flag"), .csrf = page.csrf},
                      text_field({.field = {.name = "flag",
                                            .label = "Flag",
                                            .hint = "A short word: review, press, minor",
                                            .value = page.value("flag"),
                                            .error = error_of(page.faults, "flag")},
                                  .width = 20,
                                  .spellcheck = false}) +
                          button_row({submit_button("Add flag", ButtonKind::secondary, "on", "1"),
                                      submit_button("Take flag away", ButtonKind::secondary, "on", "0")}));
  return out;
}

/// After an emergency that was answered without an order: did the ordinary process come?
Html process_part(const CasePage& page) {
  const bool answered = page.file.state == casework::State::delivered || page.file.state == casework::State::acknowledged;
  if (!answered || page.file.request.instrument != legal::emergency_instrument) return {};
  const bool came = legal::contains(page.file.flags, casework::process_flag);
  return h3("Ordinary process afterwards") +
         p(came ? std::string("It has come.")
                : "It is owed within " + std::to_string(casework::process_within.count()) +
                      " days of delivery; then it is counted in public as never sent.") +
         form_element({.action = page.url("/flag"), .csrf = page.csrf},
                      hidden_field("flag", casework::process_flag) +
                          submit_button(came ? "It has not come after all" : "It has come", ButtonKind::secondary, "on",
                                        came ? "0" : "1"));
}

}  // namespace

Html workbench(const CasePage& page, const NoticeView& notice) {
  const Html document = section(cls("w-pane"), id("pane-1"), attr("aria-labelledby", "t1"), attr("tabindex", "0"),
                                h2(id("t1"), "1 Document"), document_pane(page));
  const Html facts = section(cls("w-pane"), id("pane-2"), attr("aria-labelledby", "t2"), attr("tabindex", "0"),
                             h2(id("t2"), "2 Facts and policy"), request_summary(page),
                             fact_table(facts_of(page.policy, page.file)), policy_answer(page.policy, page.file),
                             p(a(href(page.url("/policies")), "What other policies would have given")));
  const Html decision = section(cls("w-pane"), id("pane-3"), attr("aria-labelledby", "t3"), attr("tabindex", "0"),
                                h2(id("t3"), "3 Decision"), p(next_step(page.file.state)), decisions_part(page),
                                decide_part(page), notice_plan_part(page, notice), process_part(page), clarification_part(page));
  const Html notes = section(cls("w-pane"), id("pane-4"), attr("aria-labelledby", "t4"), attr("tabindex", "0"),
                             h2(id("t4"), "4 Notes"), notes_part(page));
  const Html jumps = nav(cls("w-jumps"), attr("aria-label", "On this page"),
                         ul(li(a(href("#pane-1"), "Document")), li(a(href("#pane-2"), "Facts and policy")),
                            li(a(href("#pane-3"), "Decision")), li(a(href("#pane-4"), "Notes"))));
  return case_head(page, "", page.file.ref + ": " + state_words(page.file.state)) + jumps +
         div(cls("w-workbench"), document, facts, decision, notes);
}

}  // namespace writ::desk
