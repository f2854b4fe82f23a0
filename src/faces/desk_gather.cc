// After approval: gather, seal, deliver.
#include "app/packages.h"
#include "faces/desk_case.h"
#include "faces/typed_time.h"

namespace writ::faces {

using namespace page;

namespace {

std::string key_words(Call& call, const std::string& email) {
  const auto officer = call.deployment().people.find_by_email(email);
  if (!officer || officer->public_key.empty()) return "nobody: the officer has no delivery key on file";
  const std::string digest = base::to_hex(crypto::sha256(officer->public_key));
  std::string groups;
  for (std::size_t i = 0; i < digest.size(); i += 8) groups += (groups.empty() ? "" : " ") + digest.substr(i, 8);
  const bool certificate = officer->public_key.find("CERTIFICATE") != std::string::npos;
  return officer->email + ", " + (certificate ? "certificate" : "OpenPGP key") + " with SHA-256 " + groups;
}

void add_rows(desk::GatherView& view, const app::Gathered& gathered, bool values) {
  std::size_t number = 0;
  for (const provider::Answer& answer : gathered.answers) {
    const std::string identifier =
        "Account " + std::to_string(++number) + " (" + desk::kind_words(answer.selector.kind) + ")";
    if (answer.accounts.empty())
      view.holdings.push_back(
          {identifier, answer.account_note.empty() ? "no account" : answer.account_note, "", "", 0});
    std::size_t found = 0;
    for (const provider::AccountAnswer& account : answer.accounts) {
      ++found;
      for (const auto& [category, item] : account.categories) {
        const std::string title = desk::label_of(legal::categories(), category);
        view.holdings.push_back({identifier, "account " + std::to_string(found), title,
                                 desk::label_of(legal::holdings(), provider::code_of(item.holding)) +
                                     (item.note.empty() ? "" : ": " + item.note),
                                 item.data.size()});
        for (const provider::Datum& datum : item.data) {
          if (values)
            view.values.push_back({identifier, title, datum.value,
                                   datum.at ? datum.time_meaning + " " + desk::time_words(*datum.at) : std::string()});
        }
      }
    }
  }
}

std::string window_words(const std::optional<legal::Window>& window) {
  if (!window) return ", no time named";
  return ", " + desk::time_words(window->from) + " to " + desk::time_words(window->to);
}

/// Why a category of one identifier gives no more.
void add_kept_back(const std::string& category, const provider::CategoryAnswer& item, desk::MinimiseRow& row) {
  const std::string title = desk::label_of(legal::categories(), category);
  if (item.holding != provider::Holding::held)
    row.kept_back.push_back(title + ": " + desk::label_of(legal::holdings(), provider::code_of(item.holding)) +
                            (item.note.empty() ? "" : ", " + item.note));
  else if (!item.note.empty())
    row.kept_back.push_back(title + ": " + item.note);
}

desk::MinimiseRow minimised_row(const casework::CaseFile& file, const provider::Answer& answer, std::size_t i) {
  const casework::Decision& decision = file.decisions.back();
  const legal::CodeSet& granted = decision.granted[i];
  desk::MinimiseRow row{"Account " + std::to_string(i + 1),
                        desk::categories(file.request.data_sought) + window_words(answer.selector.window),
                        {},
                        {}};
  for (const std::string& category : file.request.data_sought)
    if (!legal::contains(granted, category))
      row.kept_back.push_back(desk::label_of(legal::categories(), category) + ": not granted, never asked for");
  if (i < decision.windows.size() && decision.windows[i])
    row.kept_back.push_back("Rows outside " + desk::time_words(decision.windows[i]->from) + " to " +
                            desk::time_words(decision.windows[i]->to) + ": the decision is narrower");
  std::map<std::string, std::size_t> rows;
  for (const provider::AccountAnswer& account : answer.accounts) {
    for (const auto& [category, item] : account.categories) {
      if (!item.data.empty()) rows[category] += item.data.size();
      add_kept_back(category, item, row);
    }
  }
  if (!granted.empty() && answer.accounts.empty())
    row.kept_back.push_back(answer.account_note.empty() ? "No account is meant by it" : answer.account_note);
  for (const auto& [category, count] : rows)
    row.given += (row.given.empty() ? "" : ", ") + desk::label_of(legal::categories(), category) + " (" +
                 std::to_string(count) + (count == 1 ? " row)" : " rows)");
  if (row.given.empty()) row.given = "nothing";
  return row;
}

void add_minimised(desk::GatherView& view, const casework::CaseFile& file, const app::Gathered& gathered) {
  for (std::size_t i = 0; i < gathered.answers.size() && i < file.request.selectors.size(); ++i)
    view.minimised.push_back(minimised_row(file, gathered.answers[i], i));
}

desk::GatherView view_of(Call& call, const LoadedDeskCase& loaded, bool values) {
  desk::GatherView view;
  if (loaded.file.state != casework::State::approved) return view;
  view.questions = questions_of(loaded.file, loaded.file.decisions.back());
  view.again = app::is_sealed_again(loaded.file);
  view.sealed_to = key_words(call, loaded.file.request.officer);
  const auto gathered = app::gathered(call.deployment(), loaded.file.ref);
  if (!gathered || !*gathered) return view;
  view.asked = true;
  view.by = names_of(call)((*gathered)->by);
  view.at = (*gathered)->at;
  view.failure = (*gathered)->failure;
  view.found = (*gathered)->found_anything;
  view.may_go_incomplete =
      !view.failure.empty() && view.found && loaded.file.incomplete && !loaded.file.incomplete->approved_by.empty();
  view.values_shown = values;
  add_rows(view, **gathered, values);
  add_minimised(view, loaded.file, **gathered);
  const auto package = app::sealed_package(call.deployment(), loaded.file.ref);
  if (package && *package)
    view.package = desk::GatherView::Package{(*package)->name, base::to_hex((*package)->sha256), (*package)->bytes,
                                             (*package)->at, (*package)->files};
  return view;
}

http::Response show(Call& call, const Faults& faults, bool values = false) {
  return case_response(
      call, "gather and seal",
      [values](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
        return desk::gather_page(page, view_of(inner, loaded, values));
      },
      faults);
}

http::Response gather_form(Call& call) { return show(call, {}); }
http::Response again(Call& call, const Faults& faults) { return show(call, faults); }

http::Response gather(Call& call) {
  const std::string ref = call.param("ref");
  const auto found = desk_of(call).find(call.person(), ref);
  if (!found) return error_page(call, found.error());
  // Outside a transaction: a source that did not answer is kept as such.
  const auto done = app::gather(call.deployment(), call.person().id, ref);
  if (!done && done.error().code != base::Errc::unavailable) return show(call, {{"", sentence(done.error())}});
  return see_other(call, "/desk/cases/" + ref + "/gather",
                   done ? "Asked." : "We could not look. Nothing can be sealed until the source answers.");
}

http::Response values(Call& call) {
  const auto found = desk_of(call).find(call.person(), call.param("ref"));
  if (!found) return error_page(call, found.error());
  // On file before anything is shown.
  const auto noted = store_of(call).audit(call.person().id, "values_viewed", call.param("ref"), "");
  if (!noted) return error_page(call, noted.error());
  return show(call, {}, true);
}

http::Response seal(Call& call) {
  return do_case_act(call, {.act = [&](app::Desk&, const std::string& ref) -> base::Result<> {
                              TRY(const auto sealed, app::seal_gathered(call.deployment(), call.person().id, ref));
                              static_cast<void>(sealed);
                              return {};
                            },
                            .next = "/gather",
                            .word = "Sealed. Nothing is delivered yet.",
                            .again = again});
}

http::Response propose_incomplete(Call& call) {
  const auto follow_up = typed_time(call.form.trimmed("follow_up"));
  if (!follow_up) return again(call, {{"follow_up", typed_time_rule}});
  return do_case_act(call, {.act =
                                [&](app::Desk& desk, const std::string& ref) {
                                  return desk.propose_incomplete(call.person(), ref, *follow_up,
                                                                 call.form.trimmed("reason"));
                                },
                            .next = "/gather",
                            .word = "It waits for an approver. Nothing is sent yet.",
                            .again = again});
}

http::Response deliver(Call& call) {
  return do_case_act(call, {.act = [&](app::Desk&, const std::string& ref) -> base::Result<> {
                              TRY(const auto accounts, app::hand_over(call.deployment(), call.person().id, ref));
                              static_cast<void>(accounts);
                              return {};
                            },
                            .word = "Delivered. The disclosure is in the log with the next tick.",
                            .again = again});
}

http::Response nothing_held(Call& call) {
  return do_case_act(call, {.act =
                                [&](app::Desk&, const std::string& ref) {
                                  return app::report_nothing_held(call.deployment(), call.person().id, ref);
                                },
                            .word = "\"No data\" waits for one approval.",
                            .again = again});
}

}  // namespace

std::vector<Route> desk_gather_routes() {
  const Access gatherer = roles({"gatherer"});
  return {{"GET", "/desk/cases/{ref}/gather", gatherer, gather_form},
          {"POST", "/desk/cases/{ref}/gather", gatherer, gather},
          {"POST", "/desk/cases/{ref}/values", gatherer, values},
          {"POST", "/desk/cases/{ref}/seal", gatherer, seal},
          {"POST", "/desk/cases/{ref}/incomplete", gatherer, propose_incomplete},
          {"POST", "/desk/cases/{ref}/deliver", gatherer, deliver},
          {"POST", "/desk/cases/{ref}/nothing-held", gatherer, nothing_held}};
}

}  // namespace writ::faces
