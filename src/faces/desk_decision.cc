// Verifying, drafting, and approval in two passes.
#include <algorithm>

#include "app/refusals.h"
#include "faces/desk_case.h"
#include "faces/desk_deviation.h"
#include "http/form.h"

namespace writ::faces {

using namespace page;

namespace {

http::Response show_workbench(Call& call, const Faults& faults) {
  return case_response(
      call, "",
      [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
        return desk::workbench(page, notice_of(inner, loaded));
      },
      faults);
}

desk::VerifyExtras extras_of(Call& call, const LoadedDeskCase& loaded) {
  desk::VerifyExtras extras;
  const auto officer = call.deployment().people.find_by_email(loaded.file.request.officer);
  extras.officer_known =
      officer && officer->kind == people::PersonKind::officer && officer->agency == loaded.file.request.agency;
  if (officer) extras.officer_name = officer->name, extras.officer_agency = officer->agency;
  const auto earlier = desk_of(call).received_before(loaded.file);
  if (earlier) extras.earlier = *earlier;
  extras.add_url = "/desk/authorities?" +
                   http::encode_query({{"country", loaded.file.request.country}, {"name", loaded.file.request.agency}});
  const auto numbers = desk_of(call).call_back_numbers(loaded.file);
  if (!numbers) return extras;  // then the page says that there is none, and no call can be recorded
  const Locale& t = words(call);
  for (const authority::Entry& one : *numbers)
    extras.directory.push_back(
        {.number = one.number,
         .whose = t.text("case.call.whose",
                         {{"name", one.name}, {"source", one.source}, {"day", desk::day_words(t, one.checked)}})});
  return extras;
}

http::Response show_verify(Call& call, const Faults& faults) {
  return case_response(
      call, words(call).text("case.title.verify"),
      [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
        return desk::verify_page(page, extras_of(inner, loaded));
      },
      faults);
}

http::Response verify_form(Call& call) {
  count_pages(call);
  const std::scoped_lock hold(call.shared.lock);
  return show_verify(call, {});
}

http::Response verify(Call& call) {
  const auto loaded = load_desk_case(call);
  if (!loaded) return error_page(call, loaded.error());
  Faults faults;
  casework::Verification verification{.facts = facts_in(call, *loaded, faults), .recodes = {}};
  if (!faults.empty()) return show_verify(call, faults);
  const std::string& offence = call.form.text("offence");
  if (!offence.empty() && offence != loaded->file.request.offence)
    verification.recodes.push_back({.position = 11, .value = offence, .reason = "document_says"});
  return do_case_act(
      call,
      {.act = [&](app::Desk& desk, const std::string& ref) { return desk.verify(call.person(), ref, verification); },
       .word = words(call).text("case.done.facts"),
       .again = show_verify,
       .fields = {{"value", "offence"}}});
}

http::Response check(Call& call) {
  const std::string& item = call.form.text("item");
  return do_case_act(call, {.act =
                                [&](app::Desk& desk, const std::string& ref) {
                                  return desk.check(
                                      call.person(), ref,
                                      {item, call.form.text("result-" + item), call.form.trimmed("evidence-" + item)});
                                },
                            .next = "/verify",
                            .word = words(call).text("case.done.recorded"),
                            .again = show_verify,
                            .fields = {{"result", "result-" + item}, {"evidence", "evidence-" + item}},
                            .moves = false});
}

http::Response record_call(Call& call) {
  const std::string& reached = call.form.text("reached");
  if (reached != "yes" && reached != "no")
    return show_verify(call, {{"reached", words(call).text("case.fault.reached")}});
  return do_case_act(call, {.act =
                                [&](app::Desk& desk, const std::string& ref) {
                                  return desk.record_call(
                                      call.person(), ref,
                                      {reached == "yes", call.form.trimmed("number"), call.form.trimmed("answered-by"),
                                       call.form.trimmed("said")});
                                },
                            .next = "/verify",
                            .word = words(call).text("case.done.call"),
                            .again = show_verify,
                            .fields = {{"answered_by", "answered-by"}},
                            .moves = false});
}

http::Response decide(Call& call) {
  const auto loaded = load_desk_case(call);
  if (!loaded) return error_page(call, loaded.error());
  const std::string& kind = call.form.text("kind");
  Faults faults;
  std::optional<casework::Override> deviation;
  if (kind == "deviate") deviation = deviation_in(call, loaded->file.request, faults);
  if (!faults.empty()) return show_workbench(call, faults);
  const auto act = [&](app::Desk& desk, const std::string& ref) -> base::Result<> {
    if (kind == "duplicate") return desk.draft_duplicate(call.person(), ref, call.form.trimmed("earlier"));
    if (kind == "not_authentic") return desk.draft_not_authentic(call.person(), ref, call.form.trimmed("why"));
    if (kind == "deviate") return desk.draft_for_reading(call.person(), ref, deviation);
    return desk.draft_for_reading(call.person(), ref, std::nullopt);
  };
  http::Response response =
      do_case_act(call, {.act = act,
                         .word = words(call).text("case.done.drafted"),
                         .again = show_workbench,
                         .fields = {{"written_ground", kind == "not_authentic" ? "why" : "because"},
                                    {"case", "earlier"},
                                    {"earlier_ref", "earlier"}}});
  if (response.status == 303) tell_about(call, loaded->file, "case.told.drafted");
  return response;
}

/// app::Desk::find leaves the draft out for whoever reads first.
bool reads_first(const casework::CaseFile& file) { return file.state == casework::State::drafted && !file.draft; }

std::string why_not(const Locale& t, const casework::CaseFile& file, const std::string& person) {
  const casework::Decision& draft = *file.draft;
  if (draft.deviates && draft.drafted_by == person) return t.text("case.approve.own_deviation");
  if (std::ranges::find(draft.approved_by, person) != draft.approved_by.end()) return t.text("case.approve.was_first");
  return "";
}

std::vector<std::string> unopened(Call& call, const LoadedDeskCase& loaded) {
  std::vector<std::string> list;
  for (const app::Document& one : loaded.documents) {
    const auto count = call.shared.pictures.known(one.id);
    const auto seen = store_of(call).pages_seen(loaded.file.ref, call.person().id, one.id);
    if (!count || !count->pages || !seen) continue;
    std::string missing;
    for (int page = 1; page <= *count->pages; ++page) {
      if (seen->contains(page)) continue;
      int last = page;
      while (last < *count->pages && !seen->contains(last + 1)) ++last;
      missing += (missing.empty() ? "" : ", ") + std::to_string(page) + (last > page ? "-" + std::to_string(last) : "");
      page = last;
    }
    if (!missing.empty())
      list.push_back(words(call).text("case.approve.unopened", {{"name", one.name}, {"pages", missing}}));
  }
  return list;
}

/// What the officer will read, from the coded list, in the language of whoever approves it.
std::vector<std::string> letter_of(Call& call, const LoadedDeskCase& loaded) {
  const Locale& t = words(call);
  const casework::Decision& draft = *loaded.file.draft;
  if (draft.outcome == "full" || draft.outcome == "partial") {
    std::vector<std::string> words = {t.text("case.letter.answered", {{"ref", loaded.file.ref},
                                                                      {"named", loaded.file.request.file_number.empty() ? "no" : "yes"},
                                                                      {"file", loaded.file.request.file_number},
                                                                      {"rule", draft.policy_rule},
                                                                      {"policy", draft.policy_id}})};
    for (const desk::AccountsWords& one : desk::granted_words(t, draft))
      words.push_back(t.text(one.gives ? Key("case.letter.held") : Key("case.letter.nothing"),
                             {{"accounts", one.accounts}, {"what", one.words}}));
    return words;
  }
  const std::string rule = draft.policy_rule.empty() ? t.text("case.letter.no_rule") : draft.policy_rule;
  return {t.text("case.letter.refused", {{"ref", loaded.file.ref}}),
          t.text("case.letter.reason",
                 {{"ground", app::ground_in_words(call.deployment(), draft, t)}, {"rule", rule}, {"policy", draft.policy_id}}),
          t.text("case.letter.next"), t.text("case.letter.not_searched")};
}

bool waits_incomplete(const casework::CaseFile& file) {
  return file.incomplete && file.incomplete->approved_by.empty();
}

desk::IncompleteView incomplete_of(Call& call, const casework::CaseFile& file) {
  const Locale& t = words(call);
  desk::IncompleteView view;
  for (const casework::Comment& one : file.comments)
    if (one.kind == "incomplete_proposed") view.reason = one.text;
  if (file.incomplete->proposed_by == call.person().id) view.may_not = t.text("case.approve.own_proposal");
  const auto gathered = app::gathered(call.deployment(), file.ref);
  if (!gathered || !*gathered) return view;
  const auto looked = std::ranges::count_if((*gathered)->answers, &provider::Answer::source_available);
  view.looked_at = t.text("case.incomplete.looked_of", {{"looked", looked}, {"all", (*gathered)->answers.size()}});
  return view;
}

http::Response show_approve(Call& call, const Faults& faults) {
  return case_response(
      call, words(call).text("case.title.approve"),
      [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
        if (waits_incomplete(loaded.file))
          return desk::approve_incomplete_page(page, incomplete_of(inner, loaded.file));
        desk::ApproveView view;
        view.reads_first = reads_first(loaded.file);
        if (view.reads_first) return desk::approve_page(page, view);
        if (!loaded.file.draft)
          return desk::case_head(page, "/approve", page.t.text("case.approve.nothing")) +
                 p(desk::next_step(page.t, loaded.file.state));
        view.questions = questions_of(page.t, loaded.file, *loaded.file.draft);
        view.letter = letter_of(inner, loaded);
        const desk::NoticeView notice = notice_of(inner, loaded);
        view.notice_plan =
            notice.forbidden.empty()
                ? notice.reason
                : page.t.text("case.notice.plan_gagged", {{"forbidden", notice.forbidden}, {"reason", notice.reason}});
        view.unopened = unopened(inner, loaded);
        view.may_not = why_not(page.t, loaded.file, inner.person().id);
        view.one_needed = loaded.file.draft->outcome != "full" && loaded.file.draft->outcome != "partial";
        return desk::approve_page(page, view);
      },
      faults);
}

http::Response approve_form(Call& call) {
  count_pages(call);
  const std::scoped_lock hold(call.shared.lock);
  return show_approve(call, {});
}

http::Response read_blind(Call& call) {
  const auto loaded = load_desk_case(call);
  if (!loaded) return error_page(call, loaded.error());
  Faults faults;
  const legal::Facts facts = facts_in(call, *loaded, faults);
  if (!faults.empty()) return show_approve(call, faults);
  return do_case_act(
      call, {.act = [&](app::Desk& desk, const std::string& ref) { return desk.read_blind(call.person(), ref, facts); },
             .next = "/approve",
             .word = words(call).text("case.done.read"),
             .again = show_approve});
}

http::Response approve(Call& call) {
  const auto loaded = load_desk_case(call);
  if (!loaded) return error_page(call, loaded.error());
  const bool incomplete = waits_incomplete(loaded->file);
  const auto act = [&](app::Desk& desk, const std::string& ref) {
    return incomplete ? desk.approve_incomplete(call.person(), ref) : desk.approve(call.person(), ref);
  };
  if (!loaded->file.draft && !incomplete) return do_case_act(call, {.act = act, .again = show_approve});
  const std::string rule =
      incomplete ? incomplete_of(call, loaded->file).may_not : why_not(words(call), loaded->file, call.person().id);
  if (!rule.empty()) return show_approve(call, {{"", rule}});
  // Outside the transaction: a code that was taken stays taken, whatever becomes of the approval.
  const auto proven = call.shared.credentials.take_code(call.person().id, call.form.trimmed("code"));
  if (!proven)
    return show_approve(call, {{"code", words(call).text("case.fault.code", {{"rule", proven.error().rule}})}});
  return do_case_act(
      call,
      {.act = act, .word = words(call).text("case.done.approved"), .again = show_approve, .fields = {{"actor", ""}}});
}

http::Response send_back(Call& call) {
  const auto loaded = load_desk_case(call);
  if (!loaded) return error_page(call, loaded.error());
  const std::string reason = call.form.trimmed("reason");
  if (call.form.text("escalate") == "1") {
    return do_case_act(call, {.act = [&](app::Desk& desk, const std::string& ref) -> base::Result<> {
                                if (reason.empty())
                                  return base::invalid("reason", "", words(call).text("case.fault.empty"));
                                TRY_VOID(desk.flag(call.person(), ref, "escalated", true));
                                return desk.comment(call.person(), ref, reason);
                              },
                              .next = "/approve",
                              .word = words(call).text("case.done.escalated"),
                              .again = show_approve});
  }
  http::Response response = do_case_act(
      call, {.act = [&](app::Desk& desk, const std::string& ref) { return desk.send_back(call.person(), ref, reason); },
             .word = words(call).text("case.done.sent_back"),
             .again = show_approve});
  if (response.status == 303) tell_about(call, loaded->file, "case.told.sent_back");
  return response;
}

}  // namespace

std::vector<Route> desk_decision_routes() {
  return {{"GET", "/desk/cases/{ref}/verify", roles({"intake"}), verify_form, false},
          {"POST", "/desk/cases/{ref}/verify", roles({"intake"}), verify},
          {"POST", "/desk/cases/{ref}/check", roles({"intake"}), check},
          {"POST", "/desk/cases/{ref}/call", work_roles(), record_call},
          {"POST", "/desk/cases/{ref}/decide", roles({"decider"}), decide},
          {"GET", "/desk/cases/{ref}/approve", roles({"approver"}), approve_form, false},
          {"POST", "/desk/cases/{ref}/read", roles({"approver"}), read_blind},
          {"POST", "/desk/cases/{ref}/approve", roles({"approver"}), approve},
          {"POST", "/desk/cases/{ref}/send-back", roles({"approver"}), send_back}};
}

}  // namespace writ::faces
