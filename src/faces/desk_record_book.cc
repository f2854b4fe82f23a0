// Preservations and the state of the public log.
#include <algorithm>
#include <tuple>

#include "app/jobs.h"
#include "app/preserve.h"
#include "app/witnesses.h"
#include "desk/record_book.h"
#include "faces/desk_case.h"
#include "log/format/policy.h"

namespace writ::faces {

namespace {

http::Response preservations(Call& call) {
  const auto all = app::preservations(call.deployment());
  if (!all) return error_page(call, all.error());
  desk::PreservationList list{.rows = {}, .may_extend = call.has_role("intake"), .csrf = call.form_key};
  for (const app::Preservation& one : *all)
    list.rows.push_back({.ref = one.ref,
                         .identifiers = one.identifiers,
                         .made_at = one.made_at,
                         .expires_at = one.expires_at,
                         .carried_out = one.carried_out,
                         .extended = one.extended,
                         .ended = one.erased});
  std::ranges::sort(list.rows, {},
                    [](const desk::PreservationRow& row) { return std::tuple(row.ended, row.expires_at, row.ref); });
  return page_of(call,
                 {.title = "Preservations", .main = desk::preservations_page(list, call.deployment().clock.now())});
}

http::Response extend(Call& call) {
  const auto done = app::extend_preservation(call.deployment(), call.person().id, call.param("ref"));
  if (!done) return error_page(call, done.error());
  return see_other(call, "/desk/preservations", "Extended: it ends " + desk::time_words(done->expires_at) + ".");
}

bool has_line_of(const log::Note& note, const log::QuorumNode& node) {
  return node.key &&
         std::ranges::any_of(note.lines, [&](const log::SignatureLine& line) { return log::is_by(line, *node.key); });
}

/// Read from the files that the public reads.
base::Result<> read_log(app::Deployment& deployment, desk::LogView& view) {
  const base::Files& files = deployment.files;
  const auto signed_note = files.read(deployment.layout.log() / "checkpoint");
  if (!signed_note && signed_note.error().code == base::Errc::not_found) return {};
  TRY_VOID(signed_note);
  TRY(const std::string text, files.read(deployment.layout.policy_file()));
  TRY(const auto policy, log::parse_policy(deployment.host, text));
  TRY(const auto checked, log::check_log_signature(deployment.host, policy, *signed_note));
  TRY(const auto note, log::parse_note(*signed_note));
  view.begun = true;
  view.origin = checked.checkpoint.origin;
  view.size = checked.checkpoint.size;
  view.root = base::to_hex(checked.checkpoint.root);
  for (const log::QuorumNode& node : policy.nodes) {
    if (node.key) view.witnesses.push_back({node.key->name, has_line_of(note, node)});
  }
  view.quorum_asked = policy.quorum.has_value();
  view.quorum_met = checked.quorum_met;
  view.quorum_time = checked.quorum_time;
  return {};
}

http::Response log_state(Call& call) {
  app::Deployment& deployment = call.deployment();
  desk::LogView view;
  if (const auto read = read_log(deployment, view); !read)
    view.trouble = "The published checkpoint does not read: " + sentence(read.error());
  if (const auto alarms = app::witness_alarms(deployment.db)) {
    for (const app::AlarmOnFile& one : *alarms) view.alarms.push_back({one.at, one.alarm.witness, one.alarm.rule});
  } else {
    view.trouble = "The list of alarms could not be read. It is not empty: nothing is known of it.";
  }
  view.next_tick = app::next_due(deployment.db, app::JobKind::tick).value_or(std::nullopt);
  return page_of(call, {.title = "Log", .main = desk::log_page(view)});
}

}  // namespace

std::vector<Route> desk_record_book_routes() {
  return {{"GET", "/desk/preservations", case_roles(), preservations},
          {"POST", "/desk/preservations/{ref}/extend", roles({"intake"}), extend},
          {"GET", "/desk/log",
           roles({"intake", "decider", "approver", "gatherer", "publisher", "auditor", "administrator"}), log_state}};
}

}  // namespace writ::faces
