// The weekly review of emergencies.
#include <algorithm>
#include <tuple>

#include "casework/emergency.h"
#include "casework/rows.h"
#include "desk/emergency_page.h"
#include "faces/desk_case.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t rows_shown = 100;  // the earliest that are not signed off; more would be no emergencies

const casework::CheckMade* check_of(const casework::CaseFile& file, const char* item) {
  const auto found = std::ranges::find(file.checks, item, &casework::CheckMade::item);
  return found == file.checks.end() ? nullptr : &*found;
}

std::string check_words(const Locale& t, const casework::CaseFile& file, const char* item, Key words) {
  const casework::CheckMade* made = check_of(file, item);
  const Key result = made == nullptr         ? Key("case.review.not_recorded")
                     : made->result == "yes" ? Key("desk.fact.yes")
                     : made->result == "no"  ? Key("desk.fact.no")
                                             : Key("desk.fact.unknown");
  return t.text(words, {{"result", t.text(result)}});
}

std::string call_words(const Locale& t, const casework::CaseFile& file) {
  if (file.calls.empty()) return t.text("case.review.call_none");
  const bool reached = std::ranges::any_of(file.calls, &casework::CallMade::reached);
  return t.text(reached ? Key("case.review.call_reached") : Key("case.review.call_unreached"));
}

std::vector<std::string> done_in(const Locale& t, const casework::CaseFile& file, const desk::Names& names) {
  std::vector<std::string> done = {call_words(t, file),
                                   check_words(t, file, casework::second_channel, "case.review.second_channel"),
                                   check_words(t, file, casework::least_data, "case.review.least")};
  if (file.decisions.empty()) return done;
  const casework::Decision& decision = file.decisions.back();
  std::vector<std::string> approvers;
  for (const std::string& id : decision.approved_by) approvers.push_back(names(id));
  done.push_back(t.text("case.review.decided", {{"outcome", desk::word_of(t, "outcome", decision.outcome)},
                                                {"names", desk::joined(t, approvers)}}));
  if (!file.packages.empty() && file.request.instrument == legal::emergency_instrument)
    done.push_back(t.text(legal::contains(file.flags, casework::process_flag) ? Key("case.review.process_came")
                                                                              : Key("case.review.process_open")));
  return done;
}

desk::EmergencyList list_of(Call& call, Faults faults) {
  const Locale& t = words(call);
  desk::EmergencyList list{.csrf = call.form_key, .faults = std::move(faults)};
  for (const auto& [name, value] : call.form.fields) list.typed.emplace(name, value);
  const auto rows = casework::CaseRows(call.deployment().db).page({.emergency = true}, {}, 10 * rows_shown);
  if (!rows) {
    list.faults.push_back({"", t.text("case.review.unreadable")});
    return list;
  }
  const desk::Names names = names_of(call);
  for (const casework::CaseRow& row : *rows) {
    const auto file = call.deployment().casework->find(row.ref);
    if (!file || file->erased) continue;
    const casework::CheckMade* review = check_of(*file, casework::reviewed);
    const bool took_part =
        std::ranges::find(file->events, call.person().id, &casework::Event::actor) != file->events.end();
    list.rows.push_back(
        {.ref = row.ref,
         .authority = t.text("case.agency_country", {{"agency", row.agency}, {"country", t.country(row.country)}}),
         .state = desk::state_words(t, row.state),
         .received_at = row.received_at,
         .done = done_in(t, *file, names),
         .review = review == nullptr ? std::nullopt : std::optional(*review),
         .may_review = !took_part && !review && call.person().roles != legal::CodeSet{"auditor"}});
  }
  // Not signed off first, the oldest of them on top; then the latest of the others.
  std::ranges::sort(list.rows, {}, [](const desk::EmergencyRow& row) {
    const std::int64_t at = base::unix_seconds(row.received_at);
    return std::tuple(row.review.has_value(), row.review ? -at : at, row.ref);
  });
  if (list.rows.size() > rows_shown) list.rows.resize(rows_shown);
  return list;
}

http::Response show(Call& call, const Faults& faults) {
  const Locale& t = words(call);
  return page_of(call, {.title = t.text("case.review.title"),
                        .main = desk::emergency_review(t, list_of(call, faults), names_of(call)),
                        .status = faults.empty() ? 200U : 422U});
}

http::Response emergencies(Call& call) { return show(call, {}); }

http::Response review(Call& call) {
  const std::string ref = call.param("ref");
  const auto done = desk_of(call).review_emergency(call.person(), ref, call.form.text("result-" + ref),
                                                   call.form.trimmed("words-" + ref));
  if (done) return see_other(call, "/desk/emergencies", words(call).text("case.done.signed_off"));
  const base::Error& error = done.error();
  if (error.code == base::Errc::not_found) return error_page(call, error);
  const std::string field = error.field == "evidence" ? "words-" + ref : error.field == "result" ? "result-" + ref : "";
  return show(call, {{field, error.rule}});
}

}  // namespace

std::vector<Route> desk_emergency_routes() {
  return {{"GET", "/desk/emergencies", case_roles(), emergencies},
          {"POST", "/desk/emergencies/{ref}", work_roles(), review}};
}

}  // namespace writ::faces
