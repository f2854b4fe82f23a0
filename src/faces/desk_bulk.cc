// Triage of many cases: what is allowed on ticked rows, confirmed on a page of its own, done on a list that was frozen
// then.
#include <nlohmann/json.hpp>

#include "casework/rows.h"
#include "desk/bulk_page.h"
#include "faces/desk_bulk_act.h"
#include "faces/desk_case.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t listed_max = 500;  // references on the confirm page; the frozen list has all

std::string address(const app::BulkList& list) { return "/desk/bulk/" + list.id; }

casework::RowFilter filter_of(Call& call, const std::string& queue, const std::string& query) {
  http::Request as_form{.headers = {{"content-type", "application/x-www-form-urlencoded"}}, .body = query};
  casework::RowFilter filter;
  if (const auto form = http::parse_form(as_form)) {
    filter.country = form->text("country");
    filter.agency = form->text("authority");
    filter.instrument = form->text("instrument");
    filter.owner = form->text("owner");
    filter.flag = form->text("flag");
    filter.ref = form->text("reference");
    if (const auto day = base::parse_day(form->text("due-before"))) filter.due_before = base::Time(*day);
    if (const auto day = base::parse_day(form->text("received-from"))) filter.received_from = base::Time(*day);
    if (const auto day = base::parse_day(form->text("received-to")))
      filter.received_to = base::Time(*day + std::chrono::days(1));
  }
  if (queue != "all") filter.queue = queue;
  if (queue == "approve") filter.approver = call.person().id;
  return filter;
}

http::Response bulk_page(Call& call, const std::string& title, Html main, const Faults& faults = {}) {
  return page_of(call, {.title = title,
                        .main = std::move(main),
                        .status = faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{words(call).text("door.nav.inbox"), "/desk/inbox"}}});
}

http::Response confirm_page(Call& call, const app::BulkList& list, const Faults& faults) {
  const casework::CaseRows rows(call.deployment().db);
  desk::BulkConfirm page{.id = list.id,
                         .act = list.act,
                         .argument = call.form.text("argument"),
                         .person = call.person().id,
                         .people = case_people(call),
                         .csrf = call.form_key,
                         .faults = faults};
  std::size_t shown = 0;
  for (const std::string& ref : list.refs) {
    const auto row = rows.find(ref);
    if (!row) continue;
    const std::string why = skip_reason(words(call), list.act, *row);
    if (why.empty()) ++page.count;
    if (++shown > listed_max) continue;
    if (why.empty()) page.doing.push_back(ref);
    if (!why.empty()) page.skipped.emplace_back(ref, why);
  }
  page.more = shown - std::min(shown, listed_max);
  return bulk_page(call, desk::bulk_act_words(words(call), list.act), desk::bulk_confirm(words(call), page), faults);
}

desk::BulkResult::Whys whys_of(const nlohmann::json& object) {
  desk::BulkResult::Whys list;
  for (const auto& [ref, why] : object.items()) list.emplace_back(ref, why.get<std::string>());
  return list;
}

http::Response result_page(Call& call, const app::BulkList& list) {
  const auto none = nlohmann::json::object();
  const auto kept = nlohmann::json::parse(list.result, nullptr, false);
  const auto result = kept.is_object() ? kept : none;
  desk::BulkResult page{.id = list.id,
                        .act = list.act,
                        .done = result.value("done", std::size_t{0}),
                        .skipped = whys_of(result.value("skipped", none)),
                        .csrf = call.form_key};
  page.left = list.refs.size() - page.done;
  if (const auto undone = result.find("undone"); undone != result.end())
    page.undone = {undone->value("done", std::size_t{0}), whys_of(undone->value("kept", none))};
  page.can_be_undone = !page.undone && !result.value("changed", none).empty();
  return bulk_page(call, words(call).text("desk.bulk.result_title"), desk::bulk_result(words(call), page));
}

http::Response start(Call& call) {
  const std::string act = call.form.text("act");
  if (!desk::is_bulk_act(act))
    return error_page(call, {base::Errc::invalid, "act", "", "choose what to do with the ticked rows"});
  app::BulkList list{
      .id = {}, .person = call.person().id, .act = act, .argument = {}, .refs = call.form.all("ref"), .result = {}};
  if (call.form.text("everything") == "1") {
    auto refs = casework::CaseRows(call.deployment().db)
                    .refs(filter_of(call, call.form.text("queue"), call.form.text("query")));
    if (!refs) return error_page(call, refs.error());
    list.refs = std::move(*refs);
  }
  if (list.refs.empty()) return error_page(call, {base::Errc::invalid, "ref", "", "tick at least one row"});
  const auto id = store_of(call).keep_list(list, call.deployment().random);
  if (!id) return error_page(call, id.error());
  return see_other("/desk/bulk/" + *id);
}

http::Response show(Call& call) {
  const auto list = store_of(call).list(call.param("list"), call.person().id);
  if (!list) return error_page(call, list.error());
  return list->result.empty() ? confirm_page(call, *list, {}) : result_page(call, *list);
}

http::Response act(Call& call) {
  auto store = store_of(call);
  const auto list = store.list(call.param("list"), call.person().id);
  if (!list) return error_page(call, list.error());
  if (!list->result.empty()) return see_other(address(*list));  // sent twice: done once
  const std::string argument = call.form.trimmed("argument");
  if (argument.empty() && list->act != "assign")
    return confirm_page(call, *list, {{"argument", words(call).text("desk.bulk.missing")}});
  const auto noted = store.list_done(list->id, do_bulk(call, *list, argument).dump());
  return noted ? see_other(address(*list)) : error_page(call, noted.error());
}

http::Response undo(Call& call) {
  auto store = store_of(call);
  const auto list = store.list(call.param("list"), call.person().id);
  if (!list) return error_page(call, list.error());
  auto result = nlohmann::json::parse(list->result, nullptr, false);
  if (!result.is_object() || result.contains("undone") || !can_be_undone(list->act))
    return see_other(address(*list));  // sent twice, or nothing to undo
  result["undone"] = undo_bulk(call, *list, result);
  const auto noted = store.list_done(list->id, result.dump());
  return noted ? see_other(address(*list)) : error_page(call, noted.error());
}

}  // namespace

std::vector<Route> desk_bulk_routes() {
  const Access triage = roles({"intake", "decider"});
  return {{"POST", "/desk/bulk", triage, start},
          {"GET", "/desk/bulk/{list}", triage, show},
          {"POST", "/desk/bulk/{list}", triage, act},
          {"POST", "/desk/bulk/{list}/undo", triage, undo}};
}

}  // namespace writ::faces
