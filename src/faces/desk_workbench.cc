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
             .word = "Noted."});
}

http::Response assign(Call& call) {
  return note(call,
              {.act = [&](app::Desk& desk,
                          const std::string& ref) { return desk.assign(call.person(), ref, call.form.text("owner")); },
               .word = "The owner is set."});
}

http::Response flag(Call& call) {
  return note(call, {.act =
                         [&](app::Desk& desk, const std::string& ref) {
                           return desk.flag(call.person(), ref, call.form.trimmed("flag"), call.form.text("on") == "1");
                         },
                     .word = "The flags are set."});
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
             .word = "The question is with the officer; the clock stands.",
             .again = show_workbench});
}

http::Response answer(Call& call) {
  return do_case_act(call, {.act =
                                [&](app::Desk& desk, const std::string& ref) {
                                  return desk.answer(call.person(), ref, call.form.trimmed("answer"));
                                },
                            .word = "The answer is recorded; the clock runs again.",
                            .again = show_workbench});
}

http::Response show_history(Call& call, const Faults& faults) {
  return case_response(
      call, "history",
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
                            .word = "The coding is logged with the next tick. Reports that are published stay.",
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
  return case_response(call, "other policies", [](Call& inner, const LoadedDeskCase&, const desk::CasePage& page) {
    return desk::other_policies_page(page, all_policies(inner));
  });
}

std::string domain_of(const std::string& email) { return email.substr(std::min(email.find('@'), email.size())); }

desk::AuthorityView authority_of(Call& call, const LoadedDeskCase& loaded, const desk::CasePage& page) {
  desk::AuthorityView view;
  const casework::CaseRows rows(call.deployment().db);
  const casework::RowFilter same{.agency = loaded.file.request.agency};
  std::size_t shown = 0;
  if (const auto list = rows.page(same, {}, 1000)) {
    for (const casework::CaseRow& row : *list) {
      ++view.outcomes[desk::state_words(row.state)];
      if (shown++ < 20) view.cases.emplace_back(row.ref, desk::state_words(row.state));
    }
  }
  const std::string domain = domain_of(loaded.file.request.officer);
  if (const auto people = call.deployment().people.list()) {
    for (const people::Person& one : *people) {
      if (one.kind != people::PersonKind::officer || domain_of(one.email) != domain) continue;
      if (one.agency != loaded.file.request.agency) view.other_names.push_back(one.agency + ": " + one.name);
      if (one.email == loaded.file.request.officer)
        view.standing = one.name + ", known here as of " + one.agency + "; delivery key " +
                        (one.public_key.empty() ? "missing" : "on file");
    }
  }
  if (view.standing.empty()) view.standing = "The officer is not a person known here.";
  for (const casework::CallMade& call_made : loaded.file.calls)
    view.calls.push_back(desk::time_words(call_made.at) + ", " + page.names(call_made.by) + ": " +
                         (call_made.reached ? "reached " + call_made.answered_by : "nobody reached"));
  return view;
}

http::Response authority(Call& call) {
  return case_response(call, "authority", [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
    return desk::authority_page(page, authority_of(inner, loaded, page));
  });
}

const char* event_words(const std::string& kind) {
  static const std::map<std::string, const char*> words = {
      {"received", "Received"},
      {"verified", "Facts established"},
      {"clarification_asked", "Asked the authority"},
      {"clarification_answered", "The authority answered"},
      {"drafted", "Decision drafted"},
      {"approved", "Approved"},
      {"gag_found", "Gag recorded"},
      {"incomplete_proposed", "Incomplete package proposed"},
      {"incomplete_approved", "Incomplete package approved"},
      {"decided", "Decision logged"},
      {"sent_back", "Draft sent back"},
      {"recoded", "Coded otherwise after the decision"},
      {"delivered", "Package delivered"},
      {"seal_again", "To be gathered and sealed again"},
      {"package_erased", "The package reached its end and was erased"},
      {"acknowledged", "Officer acknowledged"},
      {"noticed", "Notice to users logged"},
      {"withdrawn", "Withdrawn by the authority"},
      {"assigned", "Owner set"},
      {"flagged", "Flag changed"},
      {"commented", "Note"},
      {"called", "Call made"},
      {"checked", "Item checked"},
      {"read", "Document read by an approver"},
      {"preserved", "Preservation carried out"},
      {"preservation_extended", "Preservation extended"},
      {"preservation_used", "Preservation used for a later case"},
      {"preservation_ended", "Preservation ended, its key destroyed"},
      {"hold_asked", "Asked to hold the row"},
      {"hold_agreed", "The row is held"},
      {"hold_lifted", "The row is shown after all"},
      {"erased", "Erased"}};
  const auto found = words.find(kind);
  return found == words.end() ? "Event" : found->second;
}

}  // namespace

std::vector<desk::HistoryRow> history_of(Call& call, const casework::CaseFile& file, std::int64_t after) {
  const desk::Names names = names_of(call);
  std::vector<desk::HistoryRow> rows;
  auto comment = file.comments.rbegin();
  for (auto event = file.events.rbegin(); event != file.events.rend(); ++event) {
    if (event->number <= after) break;
    desk::HistoryRow row{event_words(event->kind), names(event->actor), event->at, {}, {}};
    // Both run from the newest back, so that two notes of one second keep their own words.
    while (comment != file.comments.rend() && comment->at > event->at) ++comment;
    if (comment != file.comments.rend() && comment->at == event->at && comment->by == event->actor &&
        comment->kind == event->kind) {
      row.words = comment->text;
      ++comment;
    }
    const auto entry = event->detail.find("\"entry\":\"");
    if (entry != std::string::npos) row.log_index = "Entry of the public log: " + event->detail.substr(entry + 9, 64);
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
