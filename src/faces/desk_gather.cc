// After approval: gather, seal, deliver.
#include "app/packages.h"
#include "faces/desk_case.h"
#include "faces/typed_time.h"

namespace writ::faces {

using namespace page;

namespace {

std::string key_words(Call& call, const std::string& email) {
  const Locale& t = words(call);
  const auto officer = call.deployment().people.find_by_email(email);
  if (!officer || officer->public_key.empty()) return t.text("case.gather.no_key");
  const std::string digest = base::to_hex(crypto::sha256(officer->public_key));
  std::string groups;
  for (std::size_t i = 0; i < digest.size(); i += 8) groups += (groups.empty() ? "" : " ") + digest.substr(i, 8);
  const bool certificate = officer->public_key.find("CERTIFICATE") != std::string::npos;
  return t.text(certificate ? Key("case.gather.certificate") : Key("case.gather.openpgp"),
                {{"email", officer->email}, {"hash", groups}});
}

std::string holding_words(const Locale& t, const provider::CategoryAnswer& item) {
  const std::string holding = desk::word_of(t, "holding", provider::code_of(item.holding));
  if (item.note.empty()) return holding;
  return t.text("case.gather.holding_note", {{"holding", holding}, {"note", item.note}});
}

void add_rows(const Locale& t, desk::GatherView& view, const app::Gathered& gathered, bool values) {
  std::size_t number = 0;
  for (const provider::Answer& answer : gathered.answers) {
    const std::string identifier = desk::account_words(t, number++, answer.selector.kind);
    if (answer.accounts.empty())
      view.holdings.push_back({identifier,
                               answer.account_note.empty() ? t.text("case.gather.no_account") : answer.account_note, "",
                               "", 0});
    std::size_t found = 0;
    for (const provider::AccountAnswer& account : answer.accounts) {
      ++found;
      for (const auto& [category, item] : account.categories) {
        const std::string title = desk::word_of(t, "category", category);
        view.holdings.push_back({identifier, t.text("case.gather.account", {{"n", found}}), title,
                                 holding_words(t, item), item.data.size()});
        for (const provider::Datum& datum : item.data) {
          if (values)
            view.values.push_back(
                {identifier, title, datum.value,
                 datum.at ? datum.time_meaning + " " + desk::time_words(t, *datum.at) : std::string()});
        }
      }
    }
  }
}

std::string asked_words(const Locale& t, const legal::CodeSet& sought, const std::optional<legal::Window>& window) {
  const std::string categories = desk::categories(t, sought);
  if (!window) return t.text("case.minimise.no_time", {{"categories", categories}});
  return t.text("case.minimise.time", {{"categories", categories},
                                       {"from", desk::time_words(t, window->from)},
                                       {"to", desk::time_words(t, window->to)}});
}

/// Why a category of one identifier gives no more.
void add_kept_back(const Locale& t, const std::string& category, const provider::CategoryAnswer& item,
                   desk::MinimiseRow& row) {
  const bool held = item.holding == provider::Holding::held;
  if (held && item.note.empty()) return;
  const Key words = held                ? Key("case.minimise.note")
                    : item.note.empty() ? Key("case.minimise.holding")
                                        : Key("case.minimise.holding_note");
  row.kept_back.push_back(t.text(words, {{"category", desk::word_of(t, "category", category)},
                                         {"holding", desk::word_of(t, "holding", provider::code_of(item.holding))},
                                         {"note", item.note}}));
}

desk::MinimiseRow minimised_row(const Locale& t, const casework::CaseFile& file, const provider::Answer& answer,
                                std::size_t i) {
  const casework::Decision& decision = file.decisions.back();
  const legal::CodeSet& granted = decision.granted[i];
  const auto title = [&](const std::string& category) { return desk::word_of(t, "category", category); };
  desk::MinimiseRow row{
      desk::account_words(t, i), asked_words(t, file.request.data_sought, answer.selector.window), {}, {}};
  for (const std::string& category : file.request.data_sought)
    if (!legal::contains(granted, category))
      row.kept_back.push_back(t.text("case.minimise.not_granted", {{"category", title(category)}}));
  if (i < decision.windows.size() && decision.windows[i])
    row.kept_back.push_back(t.text("case.minimise.narrower", {{"from", desk::time_words(t, decision.windows[i]->from)},
                                                              {"to", desk::time_words(t, decision.windows[i]->to)}}));
  std::map<std::string, std::size_t> rows;
  for (const provider::AccountAnswer& account : answer.accounts) {
    for (const auto& [category, item] : account.categories) {
      if (!item.data.empty()) rows[category] += item.data.size();
      add_kept_back(t, category, item, row);
    }
  }
  if (!granted.empty() && answer.accounts.empty())
    row.kept_back.push_back(answer.account_note.empty() ? t.text("case.minimise.no_account") : answer.account_note);
  std::vector<std::string> given;
  for (const auto& [category, count] : rows)
    given.push_back(t.text("case.minimise.rows", {{"category", title(category)}, {"n", count}}));
  row.given = given.empty() ? t.text("desk.nothing") : desk::joined(t, given);
  return row;
}

void add_minimised(const Locale& t, desk::GatherView& view, const casework::CaseFile& file,
                   const app::Gathered& gathered) {
  for (std::size_t i = 0; i < gathered.answers.size() && i < file.request.selectors.size(); ++i)
    view.minimised.push_back(minimised_row(t, file, gathered.answers[i], i));
}

desk::GatherView view_of(Call& call, const LoadedDeskCase& loaded, bool values) {
  const Locale& t = words(call);
  desk::GatherView view;
  if (loaded.file.state != casework::State::approved) return view;
  view.questions = questions_of(t, loaded.file, loaded.file.decisions.back());
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
  add_rows(t, view, **gathered, values);
  add_minimised(t, view, loaded.file, **gathered);
  const auto package = app::sealed_package(call.deployment(), loaded.file.ref);
  if (package && *package)
    view.package = desk::GatherView::Package{(*package)->name, base::to_hex((*package)->sha256), (*package)->bytes,
                                             (*package)->at, (*package)->files};
  return view;
}

http::Response show(Call& call, const Faults& faults, bool values = false) {
  return case_response(
      call, words(call).text("case.title.gather"),
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
                   words(call).text(done ? Key("case.done.gathered") : Key("case.done.not_gathered")));
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
                            .word = words(call).text("case.done.sealed"),
                            .again = again});
}

http::Response propose_incomplete(Call& call) {
  const auto follow_up = typed_time(call.form.trimmed("follow_up"));
  if (!follow_up) return again(call, {{"follow_up", typed_time_rule(words(call))}});
  return do_case_act(call, {.act =
                                [&](app::Desk& desk, const std::string& ref) {
                                  return desk.propose_incomplete(call.person(), ref, *follow_up,
                                                                 call.form.trimmed("reason"));
                                },
                            .next = "/gather",
                            .word = words(call).text("case.done.proposed"),
                            .again = again});
}

http::Response deliver(Call& call) {
  return do_case_act(call, {.act = [&](app::Desk&, const std::string& ref) -> base::Result<> {
                              TRY(const auto accounts, app::hand_over(call.deployment(), call.person().id, ref));
                              static_cast<void>(accounts);
                              return {};
                            },
                            .word = words(call).text("case.done.delivered"),
                            .again = again});
}

http::Response nothing_held(Call& call) {
  return do_case_act(call, {.act =
                                [&](app::Desk&, const std::string& ref) {
                                  return app::report_nothing_held(call.deployment(), call.person().id, ref);
                                },
                            .word = words(call).text("case.done.no_data"),
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
