// After approval: gather, seal, deliver.
#include "faces/desk_case.h"

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

desk::GatherView view_of(Call& call, const LoadedDeskCase& loaded, bool values) {
  desk::GatherView view;
  if (loaded.file.state != casework::State::approved) return view;
  view.questions = questions_of(loaded.file, loaded.file.decisions.back().granted);
  view.sealed_to = key_words(call, loaded.file.request.officer);
  const auto gathered = app::gathered(call.deployment(), loaded.file.ref);
  if (!gathered || !*gathered) return view;
  view.asked = true;
  view.by = names_of(call)((*gathered)->by);
  view.at = (*gathered)->at;
  view.failure = (*gathered)->failure;
  view.found = (*gathered)->found_anything;
  view.values_shown = values;
  add_rows(view, **gathered, values);
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
          {"POST", "/desk/cases/{ref}/deliver", gatherer, deliver},
          {"POST", "/desk/cases/{ref}/nothing-held", gatherer, nothing_held}};
}

}  // namespace writ::faces
