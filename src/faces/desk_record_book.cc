// Preservations and the state of the public log.
#include <algorithm>
#include <tuple>

#include "app/jobs.h"
#include "app/preserve.h"
#include "app/witnesses.h"
#include "desk/record_book.h"
#include "faces/desk_case.h"
#include "log/published_state.h"

namespace writ::faces {

namespace {

std::size_t not_askable(Call& call, const app::Preservation& one) {
  if (one.erased) return 0;
  const auto file = call.deployment().casework->find(one.ref);
  return file ? app::not_askable(call.deployment(), file->request, one.made_at).size() : 0;
}

http::Response preservations(Call& call) {
  const auto all = app::preservations(call.deployment());
  if (!all) return error_page(call, all.error());
  desk::PreservationList list{
      .t = words(call), .rows = {}, .may_extend = call.has_role("intake"), .csrf = call.form_key};
  for (const app::Preservation& one : *all)
    list.rows.push_back({.not_askable = not_askable(call, one),
                         .ref = one.ref,
                         .identifiers = one.identifiers,
                         .made_at = one.made_at,
                         .expires_at = one.expires_at,
                         .carried_out = one.carried_out,
                         .extended = one.extended,
                         .ended = one.erased});
  std::ranges::sort(list.rows, {},
                    [](const desk::PreservationRow& row) { return std::tuple(row.ended, row.expires_at, row.ref); });
  return page_of(call, {.title = list.t.text("desk.preservations.title"),
                        .main = desk::preservations_page(list, call.deployment().clock.now())});
}

http::Response extend(Call& call) {
  const auto done = app::extend_preservation(call.deployment(), call.person().id, call.param("ref"));
  if (!done) return error_page(call, done.error());
  return see_other(
      call, "/desk/preservations",
      words(call).text("desk.preservations.extended", {{"time", desk::time_words(words(call), done->expires_at)}}));
}

base::Result<> read_log(app::Deployment& deployment, desk::LogView& view) {
  TRY(const auto state, log::published_state(deployment.host, deployment.files, deployment.layout.log(),
                                             deployment.layout.policy_file()));
  if (!state) return {};
  view.begun = true;
  view.origin = state->origin;
  view.size = state->size;
  view.root = base::to_hex(state->root);
  for (const auto& one : state->witnesses) view.witnesses.push_back({one.name, one.signed_it});
  view.quorum_asked = state->quorum_asked;
  view.quorum_met = state->quorum_met;
  view.quorum_time = state->quorum_time;
  return {};
}

http::Response log_state(Call& call) {
  app::Deployment& deployment = call.deployment();
  const page::Locale& t = words(call);
  desk::LogView view{.t = t};
  if (const auto read = read_log(deployment, view); !read)
    view.trouble = t.text("desk.log.unread", {{"why", sentence(read.error())}});
  if (const auto alarms = app::witness_alarms(deployment.db)) {
    for (const app::AlarmOnFile& one : *alarms) view.alarms.push_back({one.at, one.alarm.witness, one.alarm.rule});
  } else {
    view.trouble = t.text("desk.log.alarms_unread");
  }
  view.next_tick = app::next_due(deployment.db, app::JobKind::tick).value_or(std::nullopt);
  return page_of(call, {.title = t.text("desk.log.title"), .main = desk::log_page(view)});
}

}  // namespace

std::vector<Route> desk_record_book_routes() {
  return {{"GET", "/desk/preservations", case_roles(), preservations},
          {"POST", "/desk/preservations/{ref}/extend", roles({"intake"}), extend},
          {"GET", "/desk/log",
           roles({"intake", "decider", "approver", "gatherer", "publisher", "auditor", "administrator"}), log_state}};
}

}  // namespace writ::faces
