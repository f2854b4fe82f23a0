// People and their credentials for administrators, the audit, and one's own page.
#include <algorithm>

#include "app/portal_store.h"
#include "app/suspensions.h"
#include "desk/parts.h"
#include "faces/certificates.h"
#include "desk/sound_part.h"
#include "faces/desk_case.h"
#include "faces/desk_sound.h"
#include "faces/suspension_form.h"
#include "people/certificates.h"
#include "people/invitations.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t audit_rows = 100;

people::Invitations invitations_of(Call& call) {
  return {call.deployment().db, call.shared.system_clock, call.deployment().random};
}

Html role_boxes(const Locale& t, const legal::CodeSet& held) {
  std::vector<Option> options;
  for (const char* role : {"intake", "decider", "approver", "gatherer", "publisher", "auditor", "administrator"})
    options.push_back({.value = role, .label = desk::role_words(t, {role})});
  return checkbox_field(
      {.field = {.name = "role", .label = t.text("desk.people.roles"), .hint = t.text("desk.people.roles_hint")},
       .options = options,
       .chosen = held,
       .small = true},
      form_words(t));
}

Html add_form(Call& call, const Faults& faults) {
  const Locale& t = words(call);
  const auto field = [&](const char* name, Key title) {
    return Field{.name = name, .label = t.text(title), .value = call.form.text(name), .error = error_of(faults, name)};
  };
  return details_part(
      t.text("desk.people.add"),
      form_element({.action = "/desk/people", .csrf = call.form_key},
                   text_field({.field = field("name", "desk.people.name"), .width = 30}, form_words(t)) +
                       text_field({.field = field("email", "desk.people.email"),
                                   .type = "email",
                                   .width = 30,
                                   .spellcheck = false,
                                   .direction_ltr = true},
                                  form_words(t)) +
                       role_boxes(t, legal::make_set(call.form.all("role"))) +
                       submit_button(t.text("desk.people.invite"))),
      !faults.empty());
}

/// For recovery and certificates; officers come in through applications.
Html officers_part(const Locale& t, const Html& rows) {
  const Html heads = desk::heading_row(t, {"desk.people.name", "desk.people.address", "desk.people.agency"});
  return rows.empty() ? Html()
                      : h2(t.html("desk.people.officers")) + table(cls("govuk-table"), thead(heads), tbody(rows));
}

http::Response people_page(Call& call, const Faults& faults) {
  const auto list = call.deployment().people.list();
  if (!list) return error_page(call, list.error());
  const Locale& t = words(call);
  Html rows;
  Html officers;
  for (const people::Person& one : *list) {
    if (one.kind == people::PersonKind::officer)
      officers += tr(th(attr("scope", "row"), a(href("/desk/people/" + one.id), one.name)), td(identifier(one.email)),
                     td(one.agency + " (" + one.country + ")"));
    if (one.kind != people::PersonKind::staff) continue;
    rows += tr(th(attr("scope", "row"), a(href("/desk/people/" + one.id), one.name)), td(identifier(one.email)),
               td(one.roles.empty() ? t.text("desk.people.no_roles") : desk::role_words(t, one.roles)));
  }
  const Html heads = desk::heading_row(t, {"desk.people.name", "desk.people.address", "desk.people.roles"});
  return page_of(
      call, {.title = t.text("desk.people.title"),
             .main = error_summary(faults, form_words(t)) + h1(t.html("desk.people.title")) + add_form(call, faults) +
                     table(cls("govuk-table"), thead(heads), tbody(rows)) + officers_part(t, officers),
             .status = faults.empty() ? 200U : 422U});
}

http::Response show_people(Call& call) { return people_page(call, {}); }

/// The link stands in this one answer and nowhere else.
http::Response invited(Call& call, const people::Person& person) {
  const auto secret = invitations_of(call).make(person.id);
  if (!secret) return error_page(call, secret.error());
  const std::string link = call.deployment().settings.site_url +
                           (person.kind == people::PersonKind::officer ? "portal" : "desk") + "/invitation/" + *secret;
  static_cast<void>(store_of(call).audit(call.person().id, "invited", "", person.name));
  const Locale& t = words(call);
  return page_of(call, {.title = t.text("desk.people.invitation"),
                        .main = h1(t.html("desk.people.invitation_for", {{"name", person.name}})) +
                                p(t.html("desk.people.invitation_text")) + p(code_identifier(link)) +
                                p(a(href("/desk/people"), t.html("desk.people.to_list")))});
}

http::Response add_person(Call& call) {
  auto added = call.deployment().people.add({.kind = people::PersonKind::staff,
                                             .name = call.form.trimmed("name"),
                                             .email = call.form.trimmed("email"),
                                             .roles = call.form.all("role")});
  if (!added)
    return people_page(call, {{added.error().field == "roles" ? "role" : added.error().field, added.error().rule}});
  return invited(call, *added);
}

base::Result<people::Person> member(Call& call) {
  TRY(people::Person person, call.deployment().people.find(call.param("person")));
  if (person.kind == people::PersonKind::service) return base::fail(base::Errc::not_found, "person", "", "");
  return person;
}

/// Of an officer: may not send for the time being, or may again.
Html suspension_part(Call& call, const people::Person& person, const Faults& faults) {
  if (person.kind != people::PersonKind::officer) return {};
  const auto suspended = app::Suspensions(call.deployment()).of(person);
  const Locale& t = words(call);
  if (!suspended) return p(t.html("desk.people.suspension_unread"));
  return h2(t.html("desk.people.suspension")) +
         suspension_form(call, "/desk/people/" + person.id + "/suspend", *suspended, faults);
}

http::Response show_person(Call& call, const Faults& faults) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const auto asked_by = invitations_of(call).recovery_asked_by(person->id);
  const Locale& t = words(call);
  const bool asked = asked_by && *asked_by;
  const std::string base = "/desk/people/" + person->id;
  Html main = error_summary(faults, form_words(t)) + h1(person->name) + p(identifier(person->email));
  if (person->kind == people::PersonKind::staff)
    main += form_element(
        {.action = base + "/roles", .csrf = call.form_key},
        role_boxes(t, person->roles) + submit_button(t.text("desk.people.save_roles"), ButtonKind::secondary));
  main += suspension_part(call, *person, faults);
  const auto certificates = certificate_list(call, person->id, base + "/certificate/remove");
  if (!certificates) return error_page(call, certificates.error());
  main += h2(t.html("desk.people.certificates")) + *certificates + p(t.html("desk.people.certificates_note"));
  main += h2(t.html("desk.people.lost"));
  main += asked ? p(t.html("desk.people.recovery_asked", {{"name", names_of(call)(**asked_by)}}))
                : p(t.html("desk.people.recovery_two"));
  main +=
      form_element({.action = base + "/recover", .csrf = call.form_key},
                   submit_button(t.text(asked ? Key("desk.people.confirm_recovery") : Key("desk.people.ask_recovery")),
                                 ButtonKind::warning));
  return page_of(call, {.title = person->name,
                        .main = main,
                        .status = faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{t.text("desk.people.title"), "/desk/people"}}});
}

http::Response person_page(Call& call) { return show_person(call, {}); }

http::Response set_roles(Call& call) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const Locale& t = words(call);
  if (person->id == call.person().id) return show_person(call, {{"role", t.text("desk.people.own_roles")}});
  const auto done = call.deployment().people.set_roles(person->id, call.form.all("role"));
  if (!done) return show_person(call, {{"role", done.error().rule}});
  static_cast<void>(
      store_of(call).audit(call.person().id, "roles_changed", "",
                           person->name + ": " + legal::join_set(legal::make_set(call.form.all("role")))));
  return see_other(call, "/desk/people/" + person->id, t.text("desk.people.roles_saved"));
}

http::Response suspend(Call& call) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const bool lifts = call.form.text("lift") == "1";
  const std::string reason = call.form.trimmed("suspended");
  app::Suspensions suspensions(call.deployment());
  const auto done = lifts ? suspensions.lift(*person) : suspensions.suspend(*person, reason, call.person().id);
  if (!done && done.error().code == base::Errc::invalid)
    return show_person(
        call, {{done.error().field, words(call).text("desk.people.suspension_fault", {{"rule", done.error().rule}})}});
  if (!done) return error_page(call, done.error());
  static_cast<void>(store_of(call).audit(call.person().id, lifts ? "officer_restored" : "officer_suspended", "",
                                         person->name + (reason.empty() ? "" : ": " + reason)));
  return see_other(call, "/desk/people/" + person->id,
                   words(call).text(lifts ? Key("desk.people.lifted") : Key("desk.people.suspended")));
}

http::Response recover(Call& call) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const auto second = invitations_of(call).recover(person->id, call.person().id);
  const Locale& t = words(call);
  if (!second) return show_person(call, {{"", t.text("desk.people.recovery_fault", {{"rule", second.error().rule}})}});
  static_cast<void>(
      store_of(call).audit(call.person().id, *second ? "recovery_confirmed" : "recovery_asked", "", person->name));
  if (!*second) return see_other(call, "/desk/people/" + person->id, t.text("desk.people.recovery_noted"));
  const auto forgotten = call.shared.credentials.forget(person->id);
  return forgotten ? invited(call, *person) : error_page(call, forgotten.error());
}

http::Response remove_certificate(Call& call) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const auto done = people::Certificates(call.deployment().db, call.shared.system_clock)
                        .remove(person->id, call.form.text("certificate"));
  if (!done) return error_page(call, done.error());
  static_cast<void>(store_of(call).audit(call.person().id, "certificate_removed", "", person->name));
  return see_other(call, "/desk/people/" + person->id, words(call).text("door.certificates.removed"));
}

http::Response audit(Call& call) {
  std::int64_t before = 0;
  for (const char c : call.query("before"))
    before = c >= '0' && c <= '9' && before < 1'000'000'000'000 ? before * 10 + (c - '0') : before;
  const auto rows = store_of(call).audit_rows(before, audit_rows);
  if (!rows) return error_page(call, rows.error());
  const Locale& t = words(call);
  const desk::Names names = names_of(call);
  const Html body = each(*rows, [&](const app::AuditRow& row) {
    return tr(td(desk::moment(t, row.at)), td(names(row.actor)), td(row.what), td(row.ref), td(row.detail));
  });
  const Html heads = desk::heading_row(
      t, {"desk.audit.when", "desk.audit.who", "desk.audit.what", "desk.audit.case", "desk.audit.detail"});
  Html main = h1(t.html("desk.audit.title")) + p(t.html("desk.audit.lead"));
  main += rows->empty() ? p(t.html("desk.audit.none")) : table(cls("govuk-table"), thead(heads), tbody(body));
  if (rows->size() == audit_rows)
    main += desk::pages_part(t, {.next_url = "/desk/audit?before=" + std::to_string(rows->back().id)});
  return page_of(call, {.title = t.text("desk.audit.title"), .main = main});
}

/// "password": how a session began.
std::string method_words(const Locale& t, const std::string& method) {
  const auto key = Key::find("desk.method." + method);
  return key ? t.text(*key) : method;
}

Html sessions_part(Call& call) {
  const auto sessions = call.shared.sessions.of(call.person().id);
  const Locale& t = words(call);
  if (!sessions) return p(t.html("desk.me.sessions_unread"));
  return ul(cls("govuk-list"), each(*sessions, [&](const people::Session& one) {
              const bool here = one.id == call.viewer->session.id;
              Html line = t.html(here ? Key("desk.me.session_here") : Key("desk.me.session"),
                                 {{"created", desk::time_words(t, one.created)},
                                  {"seen", desk::time_words(t, one.seen)},
                                  {"method", method_words(t, one.method)}}) +
                          Html(" ");
              if (!here)
                line += form_element(
                    {.action = "/desk/me/end", .csrf = call.form_key},
                    hidden_field("session", one.id) + submit_button(t.text("desk.me.end"), ButtonKind::secondary));
              return li(line);
            }));
}

Html language_part(Call& call) {
  const Locale& t = words(call);
  std::vector<Option> options;
  for (const Language one : languages)
    options.push_back({.value = std::string(tag_of(one)), .label = std::string(own_name(one))});
  return h2(id("language"), t.html("door.language")) +
         form_element({.action = "/desk/me/language", .csrf = call.form_key},
                      select_field({.field = {.name = "language", .label = t.text("door.language"), .value = std::string(t.tag())},
                                    .options = options,
                                    .first_empty = false}) +
                          submit_button(t.text("door.save"), ButtonKind::secondary));
}

Html views_part(Call& call) {
  const auto views = store_of(call).views(call.person().id);
  if (!views || views->empty()) return {};
  const Locale& t = words(call);
  return h2(t.html("desk.me.views")) +
         ul(cls("govuk-list"), each(*views, [&](const app::SavedView& one) {
              return li(a(href(one.address), one.name),
                        form_element({.action = "/desk/views/remove", .csrf = call.form_key},
                                     hidden_field("name", one.name) +
                                         submit_button(t.text("door.remove"), ButtonKind::secondary)));
            }));
}

Html messages_part(Call& call) {
  const auto messages = store_of(call).messages(call.person().id, true);
  if (!messages || messages->empty()) return {};
  const Locale& t = words(call);
  return h2(t.html("desk.me.messages")) +
         ul(cls("govuk-list"), each(*messages, [&](const app::DeskMessage& one) {
              return li(t.html("desk.me.message", {{"ref", a(href("/desk/cases/" + one.ref), one.ref)},
                                                   {"time", desk::time_words(t, one.at)},
                                                   {"text", one.text}}));
            }));
}

Html keys_choice(Call& call) {
  const Locale& t = words(call);
  const auto choices = store_of(call).choices(call.person().id);
  return h2(t.html("desk.me.keys")) +
         form_element({.action = "/desk/me", .csrf = call.form_key},
                      radio_field({.field = {.name = "keys",
                                             .label = t.text("desk.me.keys_label"),
                                             .hint = t.text("desk.me.keys_hint"),
                                             .value = choices ? choices->keys : "on"},
                                   .options = {{.value = "on", .label = t.text("desk.me.keys_on")},
                                               {.value = "alt", .label = t.text("desk.me.keys_alt")},
                                               {.value = "off", .label = t.text("desk.me.keys_off")}},
                                   .small = true},
                                  form_words(t)) +
                          desk::sound_choice(t, choices && choices->sound) +
                          submit_button(t.text("door.save"), ButtonKind::secondary));
}

http::Response me(Call& call) {
  const Locale& t = words(call);
  const people::Person& person = call.person();
  const Html main = h1(t.html("desk.me.title")) +
                    p(t.html("desk.me.person", {{"name", person.name}, {"roles", desk::role_words(t, person.roles)}})) +
                    messages_part(call) + h2(t.html("desk.me.sessions")) + sessions_part(call) +
                    p(a(href("/desk/passkeys"), t.html("desk.me.passkeys"))) +
                    p(a(href("/desk/certificates"), t.html("desk.me.certificates"))) + views_part(call) +
                    keys_choice(call) + language_part(call);
  return page_of(call, {.title = t.text("desk.me.title"), .main = main, .scripts = {sound_script}});
}

http::Response choose(Call& call) {
  const auto done = store_of(call).choose(call.person().id, {call.form.text("keys"), call.form.text("sound") == "on"});
  return done ? see_other(call, "/desk/me", words(call).text("door.saved")) : error_page(call, done.error());
}

http::Response choose_language(Call& call) {
  const auto language = language_of(call.form.text("language"));
  if (!language) return see_other("/desk/me#language");
  const auto done =
      app::PortalStore(call.deployment().db).choose_language(call.person().id, std::string(tag_of(*language)));
  if (!done) return error_page(call, done.error());
  return see_other(call, "/desk/me#language", Locale::of(*language).text("door.saved"));
}

http::Response end_session(Call& call) {
  const auto sessions = call.shared.sessions.of(call.person().id);
  if (!sessions) return error_page(call, sessions.error());
  // Only one's own: another's id is as unknown as any.
  if (std::ranges::find(*sessions, call.form.text("session"), &people::Session::id) == sessions->end())
    return not_found(call);
  const auto ended = call.shared.sessions.end(call.form.text("session"));
  return ended ? see_other(call, "/desk/me", words(call).text("desk.me.session_ended"))
               : error_page(call, ended.error());
}

}  // namespace

std::vector<Route> desk_staff_routes() {
  const Access administrator = roles({"administrator"});
  return {{"GET", "/desk/people", administrator, show_people},
          {"POST", "/desk/people", administrator, add_person},
          {"GET", "/desk/people/{person}", administrator, person_page},
          {"POST", "/desk/people/{person}/roles", administrator, set_roles},
          {"POST", "/desk/people/{person}/suspend", administrator, suspend},
          {"POST", "/desk/people/{person}/recover", administrator, recover},
          {"POST", "/desk/people/{person}/certificate/remove", administrator, remove_certificate},
          {"GET", "/desk/audit", roles({"auditor", "administrator"}), audit},
          {"GET", "/desk/me", signed_in(), me},
          {"POST", "/desk/me", signed_in(), choose},
          {"POST", "/desk/me/language", signed_in(), choose_language},
          {"POST", "/desk/me/end", signed_in(), end_session}};
}

}  // namespace writ::faces
