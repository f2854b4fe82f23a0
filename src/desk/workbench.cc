// Three panes: what came, what the policy says of it, and what is decided.
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
  const Locale& t = page.t;
  const Html duplicate = case_form(page, "/decide",
                                   hidden_field("kind", "duplicate") +
                                       text_field({.field = {.name = "earlier",
                                                             .label = t.text("case.work.earlier"),
                                                             .value = page.value("earlier"),
                                                             .error = error_of(page.faults, "earlier")},
                                                   .width = 20,
                                                   .spellcheck = false,
                                                   .direction_ltr = true},
                                                  form_words(t)) +
                                       submit_button(t.text("case.work.draft_duplicate"), ButtonKind::secondary));
  const Html forged = case_form(page, "/decide",
                                hidden_field("kind", "not_authentic") +
                                    textarea_field({.field = {.name = "why",
                                                              .label = t.text("case.work.forged_why"),
                                                              .value = page.value("why"),
                                                              .error = error_of(page.faults, "why")},
                                                    .rows = 3},
                                                   form_words(t)) +
                                    submit_button(t.text("case.work.draft_forged"), ButtonKind::secondary));
  return details_part(t.text("case.work.others"), duplicate + forged,
                      !error_of(page.faults, "earlier").empty() || !error_of(page.faults, "why").empty());
}

/// The draft that the policy gives, and how it is sent for approval.
Html decide_part(const CasePage& page) {
  const Locale& t = page.t;
  const State state = page.file.state;
  const bool may = page.has_role("decider") && (state == State::verified || state == State::drafted || state == State::approved ||
                                                state == State::refused || state == State::no_data);
  if (!may) return {};
  const bool deviation_open = page.value("kind") == "deviate";
  Html out;
  if (state == State::drafted) out += inset_text(t.html("case.work.draft_waits"));
  if (page.file.request.emergency) {
    out += p(t.html("case.work.emergency"));
    out += deviation_form(page, true);
  }
  out += case_form(page, "/decide",
                   hidden_field("kind", "policy") + p(t.html("case.work.policy_lead")) +
                       submit_button(t.text("case.work.draft_policy")));
  if (!page.file.request.emergency) out += deviation_form(page, deviation_open);
  return out + other_drafts(page);
}

Html decisions_part(const CasePage& page) {
  const Locale& t = page.t;
  Html out;
  if (page.file.draft) out += h3(t.html("case.work.waiting")) + decision_summary(*page.file.draft, page);
  for (auto decision = page.file.decisions.rbegin(); decision != page.file.decisions.rend(); ++decision)
    out += h3(decision->decided_at ? t.html("case.work.decided_at", {{"time", time_words(t, *decision->decided_at)}})
                                   : t.html("case.work.decided")) +
           decision_summary(*decision, page);
  return out;
}

Html clarification_part(const CasePage& page) {
  const Locale& t = page.t;
  const State state = page.file.state;
  if (page.has_role("intake") && (state == State::received || state == State::verified || state == State::drafted)) {
    return details_part(t.text("case.work.ask"),
                        case_form(page, "/ask",
                                  textarea_field({.field = {.name = "question",
                                                            .label = t.text("case.work.question"),
                                                            .hint = t.text("case.work.question_hint"),
                                                            .value = page.value("question"),
                                                            .error = error_of(page.faults, "question")},
                                                  .rows = 4},
                                                 form_words(t)) +
                                      submit_button(t.text("case.work.send_question"), ButtonKind::secondary)),
                        !error_of(page.faults, "question").empty());
  }
  if (page.has_role("intake") && state == State::clarification) {
    return details_part(t.text("case.work.answer_came"),
                        case_form(page, "/answer",
                                  textarea_field({.field = {.name = "answer",
                                                            .label = t.text("case.work.answer"),
                                                            .value = page.value("answer"),
                                                            .error = error_of(page.faults, "answer")},
                                                  .rows = 4},
                                                 form_words(t)) +
                                      submit_button(t.text("case.work.record_answer"), ButtonKind::secondary)),
                        !error_of(page.faults, "answer").empty());
  }
  return {};
}

Html notes_part(const CasePage& page) {
  const Locale& t = page.t;
  Html list = each(page.file.comments, [&](const casework::Comment& one) {
    const Key what = one.kind == "clarification_asked"      ? Key("case.note.asked")
                     : one.kind == "clarification_answered" ? Key("case.note.answered")
                     : one.kind == "sent_back"              ? Key("case.note.sent_back")
                     : one.kind == "withdrawn"              ? Key("case.note.withdrawn")
                                                            : Key("case.note.noted");
    return li(strong(t.html(what, {{"name", page.names(one.by)}, {"time", time_words(t, one.at)}}), " "), one.text);
  });
  Html out = list.empty() ? Html() : ul(cls("govuk-list w-notes"), list);
  if (page.roles == legal::CodeSet{"auditor"}) return out;
  std::vector<Option> owners = {{.value = "", .label = t.text("case.nobody")}};
  for (const auto& [person, name] : page.people) owners.push_back({.value = person, .label = name});
  out += form_element({.action = page.url("/comment"), .csrf = page.csrf, .id = "comment-form"},
                      textarea_field({.field = {.name = "text",
                                                .label = t.text("case.note.label"),
                                                .value = page.value("text"),
                                                .error = error_of(page.faults, "text")},
                                      .rows = 2},
                                     form_words(t)) +
                          submit_button(t.text("case.note.add"), ButtonKind::secondary));
  out += form_element({.action = page.url("/assign"), .csrf = page.csrf, .id = "assign-form"},
                      select_field({.field = {.name = "owner",
                                              .label = t.text("case.owner"),
                                              .value = page.file.owner.empty() ? page.me : page.file.owner},
                                    .options = owners,
                                    .first_empty = false},
                                   form_words(t)) +
                          submit_button(t.text("case.owner.assign"), ButtonKind::secondary));
  out += form_element({.action = page.url("/flag"), .csrf = page.csrf},
                      text_field({.field = {.name = "flag",
                                            .label = t.text("case.flag"),
                                            .hint = t.text("case.flag.hint"),
                                            .value = page.value("flag"),
                                            .error = error_of(page.faults, "flag")},
                                  .width = 20,
                                  .spellcheck = false},
                                 form_words(t)) +
                          button_row({submit_button(t.text("case.flag.add"), ButtonKind::secondary, "on", "1"),
                                      submit_button(t.text("case.flag.remove"), ButtonKind::secondary, "on", "0")}));
  return out;
}

/// After an emergency that was answered without an order: did the ordinary process come?
Html process_part(const CasePage& page) {
  const Locale& t = page.t;
  const bool answered = page.file.state == casework::State::delivered || page.file.state == casework::State::acknowledged;
  if (!answered || page.file.request.instrument != legal::emergency_instrument) return {};
  const bool came = legal::contains(page.file.flags, casework::process_flag);
  return h3(t.html("case.process.title")) +
         p(came ? t.html("case.process.came")
                : t.html("case.process.owed", {{"n", casework::process_within.count()}})) +
         form_element({.action = page.url("/flag"), .csrf = page.csrf},
                      hidden_field("flag", casework::process_flag) +
                          submit_button(t.text(came ? Key("case.process.not_come") : Key("case.process.has_come")),
                                        ButtonKind::secondary, "on", came ? "0" : "1"));
}

Html pane(const Locale& t, const std::string& number, Key title, const Html& inside) {
  const std::string heading = "t" + number;
  return section(cls("w-pane"), id("pane-" + number), attr("aria-labelledby", heading), attr("tabindex", "0"),
                 h2(id(heading), t.html("case.pane.numbered", {{"n", number}, {"title", t.text(title)}})), inside);
}

Html jump(const Locale& t, const std::string& number, Key title) {
  return li(a(href("#pane-" + number), t.html(title)));
}

}  // namespace

Html workbench(const CasePage& page, const NoticeView& notice) {
  const Locale& t = page.t;
  const Html facts = request_summary(page) + fact_table(t, facts_of(t, page.policy, page.file)) +
                     policy_answer(t, page.policy, page.file) +
                     p(a(href(page.url("/policies")), t.html("case.others.title")));
  const Html decision = p(next_step(t, page.file.state)) + decisions_part(page) + decide_part(page) +
                        notice_plan_part(page, notice) + process_part(page) + clarification_part(page);
  const Html jumps = nav(cls("w-jumps"), attr("aria-label", t.text("case.pane.jumps")),
                         ul(jump(t, "1", "case.pane.document"), jump(t, "2", "case.pane.facts"),
                            jump(t, "3", "case.pane.decision"), jump(t, "4", "case.pane.notes")));
  const std::string title =
      t.text("case.work.title", {{"ref", page.file.ref}, {"state", state_words(t, page.file.state)}});
  return case_head(page, "", title) + jumps +
         div(cls("w-workbench"), pane(t, "1", "case.pane.document", document_pane(page)),
             pane(t, "2", "case.pane.facts", facts), pane(t, "3", "case.pane.decision", decision),
             pane(t, "4", "case.pane.notes", notes_part(page)));
}

}  // namespace writ::desk
