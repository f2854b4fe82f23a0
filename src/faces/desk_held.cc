// Which rows of a period are not shown: asked by one publisher, agreed by another, before its report is made.
#include "app/holds.h"
#include "desk/held_page.h"
#include "faces/desk_case.h"
#include "faces/periods.h"

namespace writ::faces {

using namespace page;

namespace {

http::Response show(Call& call, const PeriodState& state, Faults faults) {
  const Locale& t = words(call);
  desk::HeldPage view{.t = t, .period = state.period, .made = state.staged || state.published, .csrf = call.form_key};
  view.may_act = call.has_role("publisher");
  view.reference = call.form.trimmed("reference");
  view.law = call.form.trimmed("law");
  view.words = call.form.text("words");
  view.faults = std::move(faults);
  const auto rows = held_rows(call, state.period);
  if (!rows) return error_page(call, rows.error());
  view.rows = *rows;
  return page_of(call,
                 {.title = t.text("desk.held.title"),
                  .main = desk::held_page(view),
                  .status = view.faults.empty() ? 200U : 422U,
                  .breadcrumbs = {{t.text("desk.periods"), "/desk/close"},
                                  {t.text("desk.close.title"), "/desk/close/" + base::period_name(state.period)}}});
}

http::Response view_held(Call& call) {
  const auto state = named_period(call);
  return state ? show(call, *state, {}) : not_found(call);
}

/// A case of this period: a reference of another one is answered like one that is not there.
base::Result<> require_received_in(Call& call, const base::Period& period, const std::string& ref) {
  const auto file = call.deployment().casework->find(ref);
  if (!file && file.error().code != base::Errc::not_found) return std::unexpected(file.error());
  if (file && file->received_at >= base::Time(period.first) && file->received_at < period.end()) return {};
  return base::fail(base::Errc::not_found, "reference", ref, "is no case received in this period");
}

/// `act` on the case that the form names; `field` takes what has no field of its own.
http::Response act(Call& call, const std::string& field, const char* audited, Key done,
                   const std::function<base::Result<>(const std::string& person, const std::string& ref)>& act) {
  const auto state = named_period(call);
  if (!state) return not_found(call);
  const std::string ref = call.form.trimmed("reference");
  auto result = require_received_in(call, state->period, ref);
  if (result) result = act(call.person().id, ref);
  if (!result && result.error().code == base::Errc::unavailable) return error_page(call, result.error());
  if (!result) {
    const base::Error& error = result.error();
    const bool own = error.field == "law" || error.field == "words" || error.field == "reference";
    const std::string at = error.field == "words" && field.starts_with("why-") ? field : own ? error.field : field;
    const std::string of_reference =
        words(call).text("desk.held.ref_fault", {{"ref", error.value}, {"rule", error.rule}});
    return show(call, *state, {{at, at == "reference" ? of_reference : sentence(error)}});
  }
  const auto noted = store_of(call).audit(call.person().id, audited, ref, "");
  if (!noted) return error_page(call, noted.error());
  return see_other(call, "/desk/close/" + base::period_name(state->period) + "/held", words(call).text(done));
}

http::Response ask(Call& call) {
  return act(call, "reference", "row_hold_asked", "desk.held.asked",
             [&](const std::string& person, const std::string& ref) {
               return call.deployment().casework->ask_hold(person, ref, call.form.trimmed("law"),
                                                           call.form.trimmed("words"));
             });
}

http::Response agree(Call& call) {
  return act(call, "", "row_hold_agreed", "desk.held.agreed", [&](const std::string& person, const std::string& ref) {
    return call.deployment().casework->agree_hold(person, ref);
  });
}

http::Response lift(Call& call) {
  const std::string name = "why-" + call.form.trimmed("reference");
  return act(call, name, "row_hold_lifted", "desk.held.lifted", [&](const std::string& person, const std::string& ref) {
    return call.deployment().casework->lift_hold(person, ref, call.form.trimmed(name));
  });
}

}  // namespace

base::Result<std::vector<desk::HeldPage::Row>> held_rows(Call& call, const base::Period& period) {
  TRY(const auto held, app::held_cases(call.deployment(), period));
  const desk::Names names = names_of(call);
  std::vector<desk::HeldPage::Row> rows;
  for (const app::HeldCase& one : held) {
    const std::string agreed = one.hold.agreed_by.empty() ? std::string() : names(one.hold.agreed_by);
    rows.push_back({one.ref, one.hold.law, one.words, names(one.hold.asked_by), agreed,
                    one.hold.asked_by != call.person().id});
  }
  return rows;
}

std::vector<Route> desk_held_routes() {
  const Access publisher = roles({"publisher"});
  return {{"GET", "/desk/close/{period}/held", roles({"publisher", "auditor"}), view_held},
          {"POST", "/desk/close/{period}/held", publisher, ask},
          {"POST", "/desk/close/{period}/held/agree", publisher, agree},
          {"POST", "/desk/close/{period}/held/lift", publisher, lift}};
}

}  // namespace writ::faces
