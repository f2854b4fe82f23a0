// The workbench and the pages beside it: notes, history, authority.
#include <algorithm>
#include <charconv>

#include "casework/rows.h"
#include "desk/other_policies.h"
#include "faces/desk_case.h"

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

http::Response workbench(Call& call) {
  count_pages(call);
  const std::scoped_lock hold(call.shared.lock);
  return show_workbench(call, {});
}

http::Response note(Call& call, CaseAct what) {
  what.moves = false;
  what.again = show_workbench;
  return do_case_act(call, what);
}

http::Response comment(Call& call) {
  return note(
      call, {.act = [&](app::Desk& desk,
                        const std::string& ref) { return desk.comment(call.person(), ref, call.form.trimmed("text")); },
             .word = words(call).text("case.done.noted")});
}

http::Response assign(Call& call) {
  return note(call,
              {.act = [&](app::Desk& desk,
                          const std::string& ref) { return desk.assign(call.person(), ref, call.form.text("owner")); },
               .word = words(call).text("case.done.owner")});
}

http::Response flag(Call& call) {
  return note(call, {.act =
                         [&](app::Desk& desk, const std::string& ref) {
                           return desk.flag(call.person(), ref, call.form.trimmed("flag"), call.form.text("on") == "1");
                         },
                     .word = words(call).text("case.done.flags")});
}

http::Response take_over(Call& call) {
  if (const auto found = desk_of(call).find(call.person(), call.param("ref")); !found)
    return error_page(call, found.error());
  const auto taken = store_of(call).open_case(call.param("ref"), call.person().id, true);
  if (!taken) return error_page(call, taken.error());
  return see_other("/desk/cases/" + call.param("ref"));
}

http::Response ask(Call& call) {
  return do_case_act(
      call, {.act = [&](app::Desk& desk,
                        const std::string& ref) { return desk.ask(call.person(), ref, call.form.trimmed("question")); },
             .word = words(call).text("case.done.asked_officer"),
             .again = show_workbench});
}

http::Response answer(Call& call) {
  return do_case_act(call, {.act =
                                [&](app::Desk& desk, const std::string& ref) {
                                  return desk.answer(call.person(), ref, call.form.trimmed("answer"));
                                },
                            .word = words(call).text("case.done.answer"),
                            .again = show_workbench});
}

http::Response show_history(Call& call, const Faults& faults) {
  return case_response(
      call, words(call).text("case.title.history"),
      [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
        std::size_t skip = 0;
        const std::string from = inner.query("from");
        std::from_chars(from.data(), from.data() + from.size(), skip);
        return desk::history_page(page, history_of(inner, loaded.file), skip);
      },
      faults);
}
http::Response history(Call& call) { return show_history(call, {}); }

http::Response recode(Call& call) {
  const casework::Verification::Recode coding{11, call.form.text("offence"), "document_says"};
  return do_case_act(call, {.act =
                                [&](app::Desk& desk, const std::string& ref) {
                                  return desk.recode(call.person(), ref, coding, call.form.trimmed("why"));
                                },
                            .next = "/history",
                            .word = words(call).text("case.done.recoded"),
                            .again = show_history,
                            .fields = {{"words", "why"}, {"recodes[0].value", "offence"}}});
}

/// Those of this deployment, then those that come with the program.
std::vector<policy::Policy> all_policies(Call& call) {
  app::Deployment& deployment = call.deployment();
  std::vector<policy::Policy> list;
  if (auto own = deployment.casework->policies()) list = std::move(*own);
  if (deployment.share.empty()) return list;
  const base::Files& files = deployment.files;
  for (const std::string& name : files.list(deployment.share / "policies")) {
    if (!name.ends_with(".toml")) continue;
    const auto text = files.read(deployment.share / "policies" / name);
    if (!text) continue;
    auto shipped = policy::Policy::parse(*text, name);
    const auto known = [&](const policy::Policy& one) { return shipped && one.id() == shipped->id(); };
    if (shipped && std::ranges::none_of(list, known)) list.push_back(std::move(*shipped));
  }
  return list;
}

http::Response other_policies(Call& call) {
  return case_response(call, words(call).text("case.title.policies"),
                       [](Call& inner, const LoadedDeskCase&, const desk::CasePage& page) {
                         return desk::other_policies_page(page, all_policies(inner));
                       });
}

std::string domain_of(const std::string& email) { return email.substr(std::min(email.find('@'), email.size())); }

desk::AuthorityView authority_of(Call& call, const LoadedDeskCase& loaded, const desk::CasePage& page) {
  const Locale& t = page.t;
  desk::AuthorityView view;
  const casework::CaseRows rows(call.deployment().db);
  const casework::RowFilter same{.agency = loaded.file.request.agency};
  std::size_t shown = 0;
  if (const auto list = rows.page(same, {}, 1000)) {
    for (const casework::CaseRow& row : *list) {
      ++view.outcomes[desk::state_words(t, row.state)];
      if (shown++ < 20) view.cases.emplace_back(row.ref, desk::state_words(t, row.state));
    }
  }
  const std::string domain = domain_of(loaded.file.request.officer);
  if (const auto people = call.deployment().people.list()) {
    for (const people::Person& one : *people) {
      if (one.kind != people::PersonKind::officer || domain_of(one.email) != domain) continue;
      if (one.agency != loaded.file.request.agency)
        view.other_names.push_back(t.text("case.authority.other_name", {{"agency", one.agency}, {"name", one.name}}));
      if (one.email == loaded.file.request.officer)
        view.standing =
            t.text(one.public_key.empty() ? Key("case.authority.known_no_key") : Key("case.authority.known_key"),
                   {{"name", one.name}, {"agency", one.agency}});
    }
  }
  if (view.standing.empty()) view.standing = t.text("case.authority.unknown");
  for (const casework::CallMade& call_made : loaded.file.calls)
    view.calls.push_back(
        t.text(call_made.reached ? Key("case.authority.call_reached") : Key("case.authority.call_unreached"),
               {{"time", desk::time_words(t, call_made.at)},
                {"name", page.names(call_made.by)},
                {"who", call_made.answered_by}}));
  return view;
}

http::Response authority(Call& call) {
  return case_response(call, words(call).text("case.title.authority"),
                       [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
                         return desk::authority_page(page, authority_of(inner, loaded, page));
                       });
}

Key event_words(const std::string& kind) {
  static const std::map<std::string, Key> words = {{"received", "case.event.received"},
                                                   {"verified", "case.event.verified"},
                                                   {"clarification_asked", "case.event.clarification_asked"},
                                                   {"clarification_answered", "case.event.clarification_answered"},
                                                   {"drafted", "case.event.drafted"},
                                                   {"approved", "case.event.approved"},
                                                   {"gag_found", "case.event.gag_found"},
                                                   {"incomplete_proposed", "case.event.incomplete_proposed"},
                                                   {"incomplete_approved", "case.event.incomplete_approved"},
                                                   {"decided", "case.event.decided"},
                                                   {"sent_back", "case.event.sent_back"},
                                                   {"recoded", "case.event.recoded"},
                                                   {"delivered", "case.event.delivered"},
                                                   {"seal_again", "case.event.seal_again"},
                                                   {"package_erased", "case.event.package_erased"},
                                                   {"acknowledged", "case.event.acknowledged"},
                                                   {"noticed", "case.event.noticed"},
                                                   {"withdrawn", "case.event.withdrawn"},
                                                   {"assigned", "case.event.assigned"},
                                                   {"flagged", "case.event.flagged"},
                                                   {"commented", "case.event.commented"},
                                                   {"called", "case.event.called"},
                                                   {"checked", "case.event.checked"},
                                                   {"read", "case.event.read"},
                                                   {"preserved", "case.event.preserved"},
                                                   {"preservation_extended", "case.event.preservation_extended"},
                                                   {"preservation_used", "case.event.preservation_used"},
                                                   {"preservation_ended", "case.event.preservation_ended"},
                                                   {"hold_asked", "case.event.hold_asked"},
                                                   {"hold_agreed", "case.event.hold_agreed"},
                                                   {"hold_lifted", "case.event.hold_lifted"},
                                                   {"erased", "case.event.erased"}};
  const auto found = words.find(kind);
  return found == words.end() ? Key("case.event") : found->second;
}

}  // namespace

std::vector<desk::HistoryRow> history_of(Call& call, const casework::CaseFile& file, std::int64_t after) {
  const Locale& t = words(call);
  const desk::Names names = names_of(call);
  std::vector<desk::HistoryRow> rows;
  auto comment = file.comments.rbegin();
  for (auto event = file.events.rbegin(); event != file.events.rend(); ++event) {
    if (event->number <= after) break;
    desk::HistoryRow row{t.text(event_words(event->kind)), names(event->actor), event->at, {}, {}};
    // Both run from the newest back, so that two notes of one second keep their own words.
    while (comment != file.comments.rend() && comment->at > event->at) ++comment;
    if (comment != file.comments.rend() && comment->at == event->at && comment->by == event->actor &&
        comment->kind == event->kind) {
      row.words = comment->text;
      ++comment;
    }
    const auto entry = event->detail.find("\"entry\":\"");
    if (entry != std::string::npos)
      row.log_index = t.text("case.history.entry", {{"entry", event->detail.substr(entry + 9, 64)}});
    rows.push_back(std::move(row));
  }
  return rows;
}

std::vector<Route> desk_case_routes() {
  return {{"GET", "/desk/cases/{ref}", case_roles(), workbench, false},
          {"POST", "/desk/cases/{ref}/comment", work_roles(), comment},
          {"POST", "/desk/cases/{ref}/assign", work_roles(), assign},
          {"POST", "/desk/cases/{ref}/flag", work_roles(), flag},
          {"POST", "/desk/cases/{ref}/take-over", work_roles(), take_over},
          {"POST", "/desk/cases/{ref}/ask", roles({"intake"}), ask},
          {"POST", "/desk/cases/{ref}/answer", roles({"intake"}), answer},
          {"GET", "/desk/cases/{ref}/history", case_roles(), history},
          {"POST", "/desk/cases/{ref}/recode", roles({"intake", "publisher"}), recode},
          {"GET", "/desk/cases/{ref}/policies", case_roles(), other_policies},
          {"GET", "/desk/cases/{ref}/authority", case_roles(), authority}};
}

}  // namespace writ::faces
