// Triage of many cases: what is allowed on ticked rows, confirmed on a page of its own, done on a list that was frozen
// then.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "casework/rows.h"
#include "faces/desk_case.h"
#include "page/number.h"
#include "page/parts.h"

namespace writ::faces {

using namespace page;
using casework::State;

namespace {

constexpr std::size_t listed_max = 500;  // references on the confirm page; the frozen list has all
constexpr std::string_view acts[] = {"assign", "flag", "ask", "duplicate", "refuse"};

std::string act_words(std::string_view act) {
  if (act == "assign") return "Assign";
  if (act == "flag") return "Add a flag";
  if (act == "ask") return "Ask the same clarification";
  if (act == "duplicate") return "Draft as duplicates of one case";
  return "Draft refusals: authority not verified";
}

/// Why a case would be skipped; empty: it would be done.
std::string skip_reason(std::string_view act, const casework::CaseRow& row) {
  const bool open = row.state == State::received || row.state == State::verified || row.state == State::drafted;
  if (act == "assign" || act == "flag") return row.queue == "ended" ? "has ended" : "";
  if (!open) return "is " + desk::state_words(row.state);
  return "";
}

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

Html argument_fields(Call& call, const std::string& act, const Faults& faults) {
  if (act == "assign") {
    std::vector<Option> owners = {{.value = "", .label = "nobody"}};
    for (const auto& [id, name] : case_people(call)) owners.push_back({.value = id, .label = name});
    return select_field({.field = {.name = "argument", .label = "To whom", .value = call.person().id},
                         .options = owners,
                         .first_empty = false});
  }
  const auto text = [&](const char* title, const char* hint) {
    return textarea_field({.field = {.name = "argument",
                                     .label = title,
                                     .hint = hint,
                                     .value = call.form.text("argument"),
                                     .error = error_of(faults, "argument")},
                           .rows = 3});
  };
  if (act == "flag") return text("Flag", "A short word: review, press, minor");
  if (act == "ask") return text("Question", "Every officer reads exactly this.");
  if (act == "duplicate") return text("Reference of the earlier case", "WR-2026-00001");
  return text("Written ground", "What was looked at, and why the authority could not be verified.");
}

http::Response confirm_page(Call& call, const app::BulkList& list, const Faults& faults) {
  const casework::CaseRows rows(call.deployment().db);
  Html doing;
  Html skipped;
  std::size_t count = 0;
  std::size_t shown = 0;
  for (const std::string& ref : list.refs) {
    const auto row = rows.find(ref);
    if (!row) continue;
    const std::string why = skip_reason(list.act, *row);
    if (why.empty()) ++count;
    if (++shown > listed_max) continue;
    if (why.empty()) doing += li(identifier(ref));
    if (!why.empty()) skipped += li(identifier(ref), ": " + why);
  }
  Html main = error_summary(faults) + h1(act_words(list.act) + ": " + number(count) + " cases");
  main += p("The list is as it was a moment ago, and stays so. Nothing has been done yet.");
  main += form_element(
      {.action = "/desk/bulk/" + list.id, .csrf = call.form_key},
      argument_fields(call, list.act, faults) + submit_button(act_words(list.act) + " (" + number(count) + ")"));
  main += h2("These") + ul(cls("govuk-list w-pages"), doing);
  if (!skipped.empty()) main += h2("Skipped") + ul(cls("govuk-list"), skipped);
  if (shown > listed_max) main += p("And " + number(shown - listed_max) + " more.");
  return page_of(call, {.title = act_words(list.act),
                        .main = main,
                        .status = faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{"Inbox", "/desk/inbox"}}});
}

http::Response start(Call& call) {
  const std::string act = call.form.text("act");
  if (std::ranges::find(acts, std::string_view(act)) == std::end(acts))
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

std::string counted(std::size_t cases) { return number(cases) + (cases == 1 ? " case" : " cases"); }

Html undone_part(const nlohmann::json& undone) {
  const auto kept = undone.value("kept", nlohmann::json::object());
  Html list;
  for (const auto& [ref, why] : kept.items())
    list += li(a(href("/desk/cases/" + ref), ref), ": " + why.get<std::string>());
  Html out = h2("Undone: " + counted(undone.value("done", std::size_t{0})));
  if (!kept.empty()) out += p("Left as they are:") + ul(cls("govuk-list"), list);
  return out;
}

Html result_page(const app::BulkList& list, const std::string& csrf) {
  const auto result = nlohmann::json::parse(list.result, nullptr, false);
  Html skipped;
  std::size_t done = 0;
  if (result.is_object()) {
    done = result.value("done", std::size_t{0});
    for (const auto& [ref, why] : result.value("skipped", nlohmann::json::object()).items())
      skipped += li(a(href("/desk/cases/" + ref), ref), ": " + why.get<std::string>());
  }
  const std::size_t left = list.refs.size() - done;
  const auto undone = result.find("undone");
  Html main = h1(number(done) + " done, " + number(left) + " skipped") + p(act_words(list.act) + ".");
  if (!skipped.empty()) main += h2("Skipped") + ul(cls("govuk-list"), skipped);
  if (undone != result.end()) main += undone_part(*undone);
  if (undone == result.end() && !result.value("changed", nlohmann::json::object()).empty())
    main += form_element(
        {.action = "/desk/bulk/" + list.id + "/undo", .csrf = csrf},
        p(list.act == "assign" ? "Undo gives each case back to who had it, unless somebody has assigned it since."
                               : "Undo takes the flag away again, unless somebody has set or taken it since.") +
            submit_button("Undo", ButtonKind::secondary));
  return main + p(a(href("/desk/inbox"), "To the inbox"));
}

http::Response show(Call& call) {
  const auto list = store_of(call).list(call.param("list"), call.person().id);
  if (!list) return error_page(call, list.error());
  if (list->result.empty()) return confirm_page(call, *list, {});
  return page_of(
      call, {.title = "Result", .main = result_page(*list, call.form_key), .breadcrumbs = {{"Inbox", "/desk/inbox"}}});
}

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

bool can_be_undone(std::string_view act) { return act == "assign" || act == "flag"; }

/// Each case is a change of its own: what cannot be done is named, what is done stays done.
http::Response act(Call& call) {
  auto store = store_of(call);
  const auto list = store.list(call.param("list"), call.person().id);
  if (!list) return error_page(call, list.error());
  if (!list->result.empty()) return see_other("/desk/bulk/" + list->id);  // sent twice: done once
  const std::string argument = call.form.trimmed("argument");
  if (argument.empty() && list->act != "assign")
    return confirm_page(call, *list, {{"argument", "Write what is asked for here."}});
  const casework::CaseRows rows(call.deployment().db);
  app::Desk desk = desk_of(call);
  std::size_t done = 0;
  nlohmann::json skipped = nlohmann::json::object();
  nlohmann::json changed = nlohmann::json::object();
  for (const std::string& ref : list->refs) {
    const auto row = rows.find(ref);
    const std::string why = row ? skip_reason(list->act, *row) : "is not there";
    const std::int64_t last = can_be_undone(list->act) ? last_change(call, list->act, ref, argument) : 0;
    const base::Result<> result =
        why.empty() ? one(call, desk, list->act, ref, argument) : base::fail(base::Errc::conflict, ref, "", why);
    if (result) ++done;
    if (result && can_be_undone(list->act)) {
      if (auto change = changed_by(call, list->act, *row, last, argument); !change.is_null()) changed[ref] = change;
    }
    if (!result) skipped[ref] = result.error().rule;
  }
  const auto kept = store.list_done(
      list->id,
      nlohmann::json{{"done", done}, {"skipped", skipped}, {"changed", changed}, {"argument", argument}}.dump());
  if (!kept) return error_page(call, kept.error());
  return see_other("/desk/bulk/" + list->id);
}

/// Gives back what the act changed; a case that somebody changed since stays as that person left it.
http::Response undo(Call& call) {
  auto store = store_of(call);
  const auto list = store.list(call.param("list"), call.person().id);
  if (!list) return error_page(call, list.error());
  auto result = nlohmann::json::parse(list->result, nullptr, false);
  if (!result.is_object() || result.contains("undone") || !can_be_undone(list->act))
    return see_other("/desk/bulk/" + list->id);  // sent twice, or nothing to undo
  const std::string argument = result.at("argument");
  app::Desk desk = desk_of(call);
  std::size_t done = 0;
  nlohmann::json kept = nlohmann::json::object();
  for (const auto& [ref, change] : result.at("changed").items()) {
    const bool untouched = last_change(call, list->act, ref, argument) == change.at("event").get<std::int64_t>();
    base::Result<> back = base::fail(base::Errc::conflict, ref, "", "somebody has changed it since");
    if (untouched)
      back = list->act == "assign" ? desk.assign(call.person(), ref, change.at("owner"))
                                   : desk.flag(call.person(), ref, argument, false);
    if (back) ++done;
    if (!back) kept[ref] = back.error().rule;
  }
  result["undone"] = {{"done", done}, {"kept", kept}};
  const auto noted = store.list_done(list->id, result.dump());
  return noted ? see_other("/desk/bulk/" + list->id) : error_page(call, noted.error());
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
