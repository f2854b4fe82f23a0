#include "faces/desk_bulk_act.h"

#include <nlohmann/json.hpp>

#include "desk/words.h"
#include "faces/desk_case.h"

namespace writ::faces {

using casework::State;

namespace {

base::Result<> one(Call& call, app::Desk& desk, const std::string& act, const std::string& ref,
                   const std::string& argument) {
  const people::Person& person = call.person();
  if (act == "assign") return desk.assign(person, ref, argument);
  if (act == "flag") return desk.flag(person, ref, argument, true);
  if (act == "ask") return desk.ask(person, ref, argument);
  if (act == "duplicate") return desk.draft_duplicate(person, ref, argument);
  return desk.draft_not_authentic(person, ref, argument);
}

/// Number of the last event that set the owner of a case, or this flag of it: 0 if there is none.
std::int64_t last_change(Call& call, const std::string& act, const std::string& ref, const std::string& argument) {
  const auto number = act == "assign"
                          ? call.deployment().db.integer(
                                "SELECT max(number) FROM case_event WHERE ref = ? AND kind = 'assigned'", {ref})
                          : call.deployment().db.integer(
                                "SELECT max(number) FROM case_event WHERE ref = ? AND kind = 'flagged' AND "
                                "json_extract(detail, '$.flag') = ?",
                                {ref, argument});
  return number ? number->value_or(0) : 0;
}

/// Of an act that can be undone: who owned the case, and the event that changed it; null if nothing changed.
nlohmann::json changed_by(Call& call, const std::string& act, const casework::CaseRow& before, std::int64_t last,
                          const std::string& argument) {
  const std::int64_t now = last_change(call, act, before.ref, argument);
  return now == last ? nlohmann::json() : nlohmann::json{{"event", now}, {"owner", before.owner}};
}

}  // namespace

std::string skip_reason(const page::Locale& t, std::string_view act, const casework::CaseRow& row) {
  const bool open = row.state == State::received || row.state == State::verified || row.state == State::drafted;
  if (act == "assign" || act == "flag") return row.queue == "ended" ? t.text("desk.bulk.ended") : "";
  if (!open) return desk::state_words(t, row.state);
  return "";
}

nlohmann::json do_bulk(Call& call, const app::BulkList& list, const std::string& argument) {
  const casework::CaseRows rows(call.deployment().db);
  app::Desk desk = desk_of(call);
  const page::Locale& t = words(call);
  std::size_t done = 0;
  nlohmann::json skipped = nlohmann::json::object();
  nlohmann::json changed = nlohmann::json::object();
  for (const std::string& ref : list.refs) {
    const auto row = rows.find(ref);
    const std::string why = row ? skip_reason(t, list.act, *row) : t.text("desk.bulk.gone");
    const std::int64_t last = can_be_undone(list.act) ? last_change(call, list.act, ref, argument) : 0;
    const base::Result<> result =
        why.empty() ? one(call, desk, list.act, ref, argument) : base::fail(base::Errc::conflict, ref, "", why);
    if (result) ++done;
    if (result && can_be_undone(list.act)) {
      if (auto change = changed_by(call, list.act, *row, last, argument); !change.is_null()) changed[ref] = change;
    }
    if (!result) skipped[ref] = result.error().rule;
  }
  return {{"done", done}, {"skipped", skipped}, {"changed", changed}, {"argument", argument}};
}

bool can_be_undone(std::string_view act) { return act == "assign" || act == "flag"; }

nlohmann::json undo_bulk(Call& call, const app::BulkList& list, const nlohmann::json& result) {
  const std::string argument = result.at("argument");
  app::Desk desk = desk_of(call);
  std::size_t done = 0;
  nlohmann::json kept = nlohmann::json::object();
  for (const auto& [ref, change] : result.at("changed").items()) {
    const bool untouched = last_change(call, list.act, ref, argument) == change.at("event").get<std::int64_t>();
    base::Result<> back = base::fail(base::Errc::conflict, ref, "", words(call).text("desk.bulk.changed"));
    if (untouched)
      back = list.act == "assign" ? desk.assign(call.person(), ref, change.at("owner"))
                                  : desk.flag(call.person(), ref, argument, false);
    if (back) ++done;
    if (!back) kept[ref] = back.error().rule;
  }
  return {{"done", done}, {"kept", kept}};
}

}  // namespace writ::faces
