// The directory of authorities: list, add, change, take out of use.
#include <algorithm>
#include <charconv>

#include "casework/rows.h"
#include "desk/directory_pages.h"
#include "faces/desk_case.h"
#include "faces/suspension_form.h"
#include "http/form.h"
#include "intake/normal.h"
#include "portal/steps.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t rows_shown = 50;
constexpr std::size_t cases_counted_max = 1000;
constexpr std::size_t cases_shown = 20;

authority::Directory directory_of(Call& call) {
  return {call.deployment().db, call.deployment().clock, call.deployment().random};
}

bool may_write(const Call& call) { return call.has_role("intake") || call.has_role("administrator"); }

desk::DirectoryForm form_of(Call& call, Faults faults) {
  desk::DirectoryForm form{
      .t = words(call), .typed = {}, .faults = std::move(faults), .csrf = call.form_key, .may_write = may_write(call)};
  for (const auto& [name, value] : call.form.fields) form.typed.emplace(name, value);
  return form;
}

/// What was typed, as an entry; the number as E.164 whatever way it was written in.
authority::Entry entry_in(Call& call, const std::string& country, Faults& faults) {
  authority::Entry entry{.name = call.form.trimmed("name"),
                         .country = country,
                         .mailbox_domain = call.form.trimmed("mailbox_domain"),
                         .source = call.form.trimmed("source")};
  const auto number = intake::normal_phone(call.form.trimmed("number"), country, "number");
  if (number) entry.number = *number;
  const Locale& t = words(call);
  if (!number)
    faults.push_back({number.error().field, t.text("desk.authorities.number_fault", {{"rule", number.error().rule}})});
  const auto day = portal::typed_day(form_of(call, {}).typed, "checked");
  if (day) entry.checked = *day;
  if (!day) faults.push_back({"checked", t.text("desk.authorities.day_fault")});
  return entry;
}

http::Response list_page(Call& call, Faults faults) {
  std::size_t skip = 0;
  const std::string from = call.query("from");
  std::from_chars(from.data(), from.data() + from.size(), skip);
  const auto entries = directory_of(call).list(rows_shown + 1, skip);
  if (!entries) return error_page(call, entries.error());
  desk::DirectoryList list{.entries = *entries};
  const auto at = [](std::size_t row) { return "/desk/authorities?from=" + std::to_string(row); };
  if (list.entries.size() > rows_shown) list.entries.pop_back(), list.next_url = at(skip + rows_shown);
  if (skip > 0) list.previous_url = at(skip - std::min(skip, rows_shown));
  desk::DirectoryForm form = form_of(call, std::move(faults));
  for (const char* name : {"country", "name"}) {
    if (call.query(name).empty()) continue;
    form.typed.emplace(name, call.query(name));
    form.open = true;
  }
  const unsigned status = form.faults.empty() ? 200 : 422;
  return page_of(
      call,
      {.title = form.t.text("desk.authorities.title"), .main = desk::directory_page(list, form), .status = status});
}

http::Response list(Call& call) { return list_page(call, {}); }

http::Response add(Call& call) {
  Faults faults;
  const authority::Entry entry = entry_in(call, call.form.text("country"), faults);
  if (!faults.empty()) return list_page(call, faults);
  const auto added = directory_of(call).add(entry, call.person().id);
  if (!added && added.error().code != base::Errc::unavailable)
    return list_page(call, {{added.error().field, sentence(added.error())}});
  if (!added) return error_page(call, added.error());
  static_cast<void>(store_of(call).audit(call.person().id, "authority_added", "", entry.name));
  return see_other(call, "/desk/authorities/" + *added, words(call).text("desk.authorities.added"));
}

void add_cases(Call& call, desk::DirectoryEntryView& view) {
  const casework::CaseRows rows(call.deployment().db);
  const auto list = rows.page({.country = view.entry.country, .agency = view.entry.name}, {}, cases_counted_max);
  if (!list) return;  // then the entry is shown without its cases
  for (const casework::CaseRow& row : *list) {
    const std::string state = desk::state_words(words(call), row.state);
    ++view.outcomes[state];
    if (view.cases.size() < cases_shown) view.cases.emplace_back(row.ref, state);
  }
}

void add_officers(Call& call, desk::DirectoryEntryView& view) {
  const auto people = call.deployment().people.list();
  if (!people) return;
  for (const people::Person& one : *people) {
    if (one.kind != people::PersonKind::officer || one.country != view.entry.country) continue;
    const std::string domain = "@" + view.entry.mailbox_domain;
    if (one.agency != view.entry.name && (domain.size() <= 1 || !one.email.ends_with(domain))) continue;
    view.officers.push_back(words(call).text(
        one.public_key.empty() ? Key("desk.authorities.officer_no_key") : Key("desk.authorities.officer_key"),
        {{"name", one.name}, {"email", one.email}, {"agency", one.agency}}));
  }
}

http::Response entry_page(Call& call, Faults faults) {
  const auto entry = directory_of(call).find(call.param("authority"));
  if (!entry) return error_page(call, entry.error());
  desk::DirectoryEntryView view{.entry = *entry, .entered_by = names_of(call)(entry->entered_by)};
  add_officers(call, view);
  const bool sees_cases =
      std::ranges::any_of(case_roles().roles, [&](std::string_view role) { return call.has_role(role); });
  if (sees_cases) add_cases(call, view);
  const Locale& t = words(call);
  desk::DirectoryForm form = form_of(call, std::move(faults));
  const std::string day = base::format_day(entry->checked);
  for (const auto& [name, value] : {std::pair<const char*, std::string>{"number", entry->number},
                                    {"mailbox_domain", entry->mailbox_domain},
                                    {"source", entry->source},
                                    {"checked-day", day.substr(8)},
                                    {"checked-month", day.substr(5, 2)},
                                    {"checked-year", day.substr(0, 4)}})
    form.typed.emplace(name, value);
  const unsigned status = form.faults.empty() ? 200 : 422;
  Html main = desk::directory_entry_page(view, form);
  const auto suspended = app::Suspensions(call.deployment()).of_authority(entry->country, entry->name);
  if (suspended && form.may_write)
    main += h2(t.html("desk.people.suspension")) +
            suspension_form(call, "/desk/authorities/" + entry->id + "/suspend", *suspended, form.faults);
  return page_of(call, {.title = t.text("desk.authorities.authority"),
                        .main = main,
                        .status = status,
                        .breadcrumbs = {{t.text("desk.authorities.title"), "/desk/authorities"}}});
}

http::Response show(Call& call) { return entry_page(call, {}); }

http::Response change(Call& call) {
  const auto before = directory_of(call).find(call.param("authority"));
  if (!before) return error_page(call, before.error());
  Faults faults;
  authority::Entry entry = entry_in(call, before->country, faults);
  if (!faults.empty()) return entry_page(call, faults);
  entry.id = before->id;
  const auto changed = directory_of(call).change(entry, call.person().id);
  if (!changed && changed.error().code == base::Errc::invalid)
    return entry_page(call, {{changed.error().field, sentence(changed.error())}});
  if (!changed) return error_page(call, changed.error());
  static_cast<void>(store_of(call).audit(call.person().id, "authority_changed", "", before->name));
  return see_other(call, "/desk/authorities/" + entry.id, words(call).text("desk.authorities.saved"));
}

http::Response out_of_use(Call& call) {
  const std::string& id = call.param("authority");
  const std::string reason = call.form.trimmed("out_of_use");
  const auto done = directory_of(call).take_out_of_use(id, reason, call.person().id);
  if (!done && done.error().code == base::Errc::invalid)
    return entry_page(call, {{"out_of_use", words(call).text("desk.authorities.reason_fault")}});
  if (!done) return error_page(call, done.error());
  static_cast<void>(store_of(call).audit(call.person().id, "authority_out_of_use", "", reason));
  return see_other(call, "/desk/authorities/" + id, words(call).text("desk.authorities.is_out_of_use"));
}

http::Response suspend(Call& call) {
  const auto entry = directory_of(call).find(call.param("authority"));
  if (!entry) return error_page(call, entry.error());
  const bool lifts = call.form.text("lift") == "1";
  app::Suspensions suspensions(call.deployment());
  const auto done = lifts ? suspensions.lift_authority(entry->country, entry->name)
                          : suspensions.suspend_authority(entry->country, entry->name, call.form.trimmed("suspended"),
                                                          call.person().id);
  if (!done && done.error().code == base::Errc::invalid)
    return entry_page(
        call, {{done.error().field, words(call).text("desk.people.suspension_fault", {{"rule", done.error().rule}})}});
  if (!done) return error_page(call, done.error());
  static_cast<void>(
      store_of(call).audit(call.person().id, lifts ? "authority_restored" : "authority_suspended", "", entry->name));
  return see_other(call, "/desk/authorities/" + entry->id,
                   words(call).text(lifts ? Key("desk.people.lifted") : Key("desk.authorities.suspended")));
}

}  // namespace

std::vector<Route> desk_authority_routes() {
  const Access writes = roles({"intake", "administrator"});
  const Access reads = roles({"intake", "decider", "approver", "gatherer", "publisher", "auditor", "administrator"});
  return {{"GET", "/desk/authorities", reads, list},
          {"POST", "/desk/authorities", writes, add},
          {"GET", "/desk/authorities/{authority}", reads, show},
          {"POST", "/desk/authorities/{authority}", writes, change},
          {"POST", "/desk/authorities/{authority}/suspend", writes, suspend},
          {"POST", "/desk/authorities/{authority}/out-of-use", writes, out_of_use}};
}

}  // namespace writ::faces
