#include "faces/desk_case.h"

#include <algorithm>

#include "app/portal_store.h"
#include "casework/rows.h"
#include "faces/pictures.h"
#include "intake/phones_in_text.h"
#include "page/parts.h"

namespace writ::faces {

using namespace page;

namespace {

/// The typed values of a form that was not taken.
std::map<std::string, std::string> typed_in(const Call& call) {
  std::map<std::string, std::string> typed;
  for (const auto& [name, value] : call.form.fields) {
    if (name == "csrf" || name == "code") continue;
    // Ticked boxes of one name are kept one by one: "give-0" with value "phone_number" as "give-0-phone_number".
    if (!typed.emplace(name, value).second || name.starts_with("give-")) typed[name + "-" + value] = value;
  }
  return typed;
}

std::string trouble_words(const Locale& t, const PageCount& count) {
  switch (count.trouble) {
    case Trouble::none:
      return {};
    case Trouble::plain_text:
      return t.text("case.trouble.plain_text");
    case Trouble::no_pages:
      return t.text("case.trouble.no_pages");
    case Trouble::picture:
      return t.text("case.trouble.picture");
    case Trouble::program:
      return t.text("case.trouble.program", {{"rule", count.rule}});
  }
  return {};
}

std::vector<desk::DocumentView> documents_of(Call& call, const std::vector<app::Document>& documents) {
  std::vector<desk::DocumentView> views;
  for (const app::Document& one : documents) {
    desk::DocumentView view{one.id, one.name, one.type, one.bytes, base::to_hex(one.sha256), {}, {}};
    if (const auto count = call.shared.pictures.known(one.id)) {
      view.pages = count->pages;
      view.trouble = trouble_words(words(call), *count);
    }
    views.push_back(std::move(view));
  }
  return views;
}

void set_neighbours(Call& call, desk::CasePage& page) {
  const casework::CaseRows rows(call.deployment().db);
  const auto row = rows.find(page.file.ref);
  if (!row || row->queue == "ended") return;
  casework::RowFilter filter{.queue = row->queue};
  if (row->queue == "approve") filter.approver = call.person().id;
  const casework::RowKey here{row->due_at, row->ref};
  if (const auto next = rows.page(filter, here, 1); next && !next->empty())
    page.next_url = "/desk/cases/" + next->front().ref;
  if (const auto before = rows.page(filter, here, 1, true); before && !before->empty())
    page.previous_url = "/desk/cases/" + before->front().ref;
}

std::string field_for(const CaseAct& what, const std::string& field) {
  const auto found = what.fields.find(field);
  return found == what.fields.end() ? field : found->second;
}

http::Response clash(Call& call) {
  return case_response(call, words(call).text("case.title.clash"),
                       [](Call& inner, const LoadedDeskCase& loaded, const desk::CasePage& page) {
                         std::int64_t seen = 0;
                         for (const char c : inner.form.text("version"))
                           seen = c >= '0' && c <= '9' && seen < 1'000'000'000 ? seen * 10 + (c - '0') : seen;
                         std::vector<desk::HistoryRow> since = history_of(inner, loaded.file, seen);
                         // Only one's own doing since then, and the form the same: it is a repetition.
                         const bool own = std::ranges::all_of(loaded.file.events, [&](const casework::Event& event) {
                           return event.number <= seen || event.actor == inner.person().id;
                         });
                         if (own) since.clear();
                         return desk::clash_page(page, inner.request.path, inner.form.fields, since);
                       });
}

}  // namespace

app::Desk desk_of(Call& call) { return app::Desk(call.deployment()); }
app::DeskStore store_of(Call& call) { return {call.deployment().db, call.deployment().clock}; }

desk::Names names_of(Call& call) {
  auto names = std::make_shared<std::map<std::string, std::string>>();
  return [names, &t = words(call), &people = call.deployment().people](const std::string& id) {
    const auto known = names->find(id);
    if (known != names->end()) return known->second;
    const auto person = people.find(id);
    const Key nobody = id == casework::system_actor ? Key("case.system") : Key("case.gone");
    return names->emplace(id, person ? person->name : t.text(nobody)).first->second;
  };
}

std::vector<std::pair<std::string, std::string>> case_people(Call& call) {
  std::vector<std::pair<std::string, std::string>> list;
  const auto people = call.deployment().people.list();
  if (!people) return list;  // then nobody is offered as an owner, and the page is still of use
  for (const people::Person& one : *people) {
    const bool works =
        one.kind == people::PersonKind::staff && std::ranges::any_of(one.roles, [](const std::string& role) {
          return role != "administrator" && role != "auditor";
        });
    if (works) list.emplace_back(one.id, one.name);
  }
  return list;
}

base::Result<LoadedDeskCase> load_desk_case(Call& call) {
  TRY(casework::CaseFile file, desk_of(call).find(call.person(), call.param("ref")));
  TRY(policy::Policy policy, call.deployment().casework->policy_on(base::day_of(file.received_at)));
  TRY(auto documents, app::Documents(call.deployment()).list(file.ref));
  const bool hidden = hides_numbers(file);
  for (casework::Comment& one : file.comments) one.text = shown_without_numbers(words(call), file, one.text);
  return LoadedDeskCase{std::move(file), std::move(policy), std::move(documents), hidden};
}

bool hides_numbers(const casework::CaseFile& file) { return file.request.emergency && file.calls.empty(); }

std::string shown_without_numbers(const Locale& t, const casework::CaseFile& file, std::string_view text) {
  if (!hides_numbers(file)) return std::string(text);
  return intake::without_phones(text, file.request.country, t.text("case.number_hidden"));
}

http::Response erased_page(Call& call, const casework::CaseFile& file) {
  const Locale& t = words(call);
  return page_of(call, {.title = t.text("case.erased.title", {{"ref", file.ref}}),
                        .main = h1(t.html("case.erased.head")) + p(t.html("case.erased.text")) +
                                p(code_identifier(base::to_hex(file.request_entry))) +
                                p(a(href("/desk/inbox"), t.html("case.erased.inbox"))),
                        .status = 410});
}

desk::CasePage page_of_case(Call& call, const LoadedDeskCase& loaded, const Faults& faults) {
  desk::CasePage page{.t = words(call),
                      .file = loaded.file,
                      .policy = loaded.policy,
                      .now = call.deployment().clock.now(),
                      .names = names_of(call),
                      .csrf = call.form_key};
  page.me = call.person().id;
  page.roles = call.person().roles;
  page.documents = documents_of(call, loaded.documents);
  page.people = case_people(call);
  page.typed = typed_in(call);
  page.numbers_hidden = loaded.numbers_hidden;
  page.faults = faults;
  set_neighbours(call, page);
  if (const auto claim = store_of(call).open_case(loaded.file.ref, call.person().id); claim && *claim)
    page.open_elsewhere = desk::OpenElsewhere{page.names((*claim)->person), (*claim)->at};
  return page;
}

http::Response case_response(Call& call, std::string_view title, const CaseView& view, const Faults& faults) {
  const auto loaded = load_desk_case(call);
  if (!loaded) return error_page(call, loaded.error());
  if (loaded->file.erased) return erased_page(call, loaded->file);
  const desk::CasePage page = page_of_case(call, *loaded, faults);
  const Locale& t = words(call);
  const std::string& ref = loaded->file.ref;
  return page_of(call, {.title = title.empty() ? ref : t.text("case.page_title", {{"ref", ref}, {"title", title}}),
                        .main = view(call, *loaded, page),
                        .status = faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{t.text("case.inbox"), "/desk/inbox"}},
                        .scripts = {"/desk.js"}});
}

void count_pages(Call& call) {
  std::vector<std::pair<app::Document, std::string>> uncounted;
  {
    const std::scoped_lock hold(call.shared.lock);
    const app::Documents documents(call.deployment());
    const auto list = documents.list(call.param("ref"));
    if (!list) return;  // the page itself will say so
    for (const app::Document& one : *list) {
      if (call.shared.pictures.known(one.id)) continue;
      if (auto content = documents.content(one)) uncounted.emplace_back(one, std::move(*content));
    }
  }
  for (const auto& [document, content] : uncounted) call.shared.pictures.count(document.id, document.type, content);
}

http::Response do_case_act(Call& call, const CaseAct& what) {
  const std::string ref = call.param("ref");
  app::Desk desk = desk_of(call);
  // Nobody learns from an error which cases there are.
  if (const auto found = desk.find(call.person(), ref); !found) return error_page(call, found.error());
  base::Result<> done;
  if (what.moves) {
    std::int64_t version = 0;
    for (const char c : call.form.text("version"))
      version = c >= '0' && c <= '9' && version < 1'000'000'000 ? version * 10 + (c - '0') : version;
    done = desk.at_version(ref, version, [&] { return what.act(desk, ref); });
    if (!done && done.error().code == base::Errc::conflict && done.error().field == "version") {
      http::Response response = clash(call);
      response.status = 409;
      return response;
    }
  } else {
    done = what.act(desk, ref);
  }
  if (done) return see_other(call, "/desk/cases/" + ref + what.next, what.word);
  const base::Error& error = done.error();
  if (error.code == base::Errc::unavailable || error.code == base::Errc::corrupt || !what.again)
    return error_page(call, error);
  return what.again(call, {{field_for(what, error.field), error.rule.empty() ? sentence(error) : error.rule}});
}

void tell_about(Call& call, const casework::CaseFile& file, Key text) {
  if (!file.draft) return;
  std::vector<std::string> ids = file.draft->approved_by;
  ids.push_back(file.draft->drafted_by);
  for (const std::string& id : ids) {
    if (id == call.person().id) continue;
    const auto chosen = app::PortalStore(call.deployment().db).language(id);
    const Language language = chosen ? language_of(*chosen).value_or(Language::en) : Language::en;
    static_cast<void>(store_of(call).tell(id, file.ref, Locale::of(language).text(text)));
  }
}

std::vector<desk::Question> questions_of(const Locale& t, const casework::CaseFile& file,
                                         const casework::Decision& decision) {
  std::vector<desk::Question> questions;
  for (const app::PlannedQuestion& one : app::planned_questions(file, decision)) {
    const std::string name = desk::account_words(t, questions.size(), one.selector.kind);
    if (one.categories.empty()) {
      questions.push_back({name, t.text("case.question.none"), ""});
      continue;
    }
    const bool begins = one.window && one.window->from > base::Time{};
    const std::string from = begins ? desk::time_words(t, one.window->from) : std::string();
    const std::string to = desk::time_words(t, one.window ? one.window->to : file.received_at);
    questions.push_back(
        {name, desk::categories(t, one.categories),
         t.text(begins ? Key("case.question.window") : Key("case.question.open"), {{"from", from}, {"to", to}})});
  }
  return questions;
}

legal::Facts facts_in(Call& call, const LoadedDeskCase& loaded, Faults& faults) {
  const Locale& t = words(call);
  legal::Facts facts;
  for (const desk::FactView& fact : desk::facts_of(t, loaded.policy, loaded.file)) {
    const std::string name = "fact-" + fact.name;
    const std::string& value = call.form.text(name);
    if (value == "yes") facts[fact.name] = legal::Fact::yes;
    if (value == "no") facts[fact.name] = legal::Fact::no;
    if (value == "unknown") facts[fact.name] = legal::Fact::unknown;
    if (!facts.contains(fact.name)) faults.push_back({name, t.text("case.fault.fact", {{"fact", fact.yes}})});
  }
  return facts;
}

}  // namespace writ::faces
