// People and their credentials for administrators, the audit, and one's own page.
#include <algorithm>

#include "app/portal_store.h"
#include "app/suspensions.h"
#include "faces/certificates.h"
#include "faces/desk_case.h"
#include "faces/suspension_form.h"
#include "page/parts.h"
#include "people/certificates.h"
#include "people/invitations.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::size_t audit_rows = 100;

people::Invitations invitations_of(Call& call) {
  return {call.deployment().db, call.shared.system_clock, call.deployment().random};
}

Html role_boxes(const legal::CodeSet& held) {
  std::vector<Option> options;
  for (const char* role : {"intake", "decider", "approver", "gatherer", "publisher", "auditor", "administrator"})
    options.push_back({.value = role, .label = role});
  return checkbox_field({.field = {.name = "role",
                                   .label = "Roles",
                                   .hint = "The rules of two people hold per case, whatever roles a person has."},
                         .options = options,
                         .chosen = held,
                         .small = true});
}

Html add_form(Call& call, const Faults& faults) {
  const auto field = [&](const char* name, const char* title) {
    return Field{.name = name, .label = title, .value = call.form.text(name), .error = error_of(faults, name)};
  };
  return details_part(
      "Add a member of the staff",
      form_element({.action = "/desk/people", .csrf = call.form_key},
                   text_field({.field = field("name", "Name"), .width = 30}) +
                       text_field({.field = field("email", "E-mail address"),
                                   .type = "email",
                                   .width = 30,
                                   .spellcheck = false,
                                   .direction_ltr = true}) +
                       role_boxes(legal::make_set(call.form.all("role"))) + submit_button("Add and invite")),
      !faults.empty());
}

/// For recovery and certificates; officers come in through applications.
Html officers_part(const Html& rows) {
  const Html heads =
      tr(th(attr("scope", "col"), "Name"), th(attr("scope", "col"), "Address"), th(attr("scope", "col"), "Agency"));
  return rows.empty() ? Html() : h2("Officers") + table(cls("govuk-table"), thead(heads), tbody(rows));
}

http::Response people_page(Call& call, const Faults& faults) {
  const auto list = call.deployment().people.list();
  if (!list) return error_page(call, list.error());
  Html rows;
  Html officers;
  for (const people::Person& one : *list) {
    if (one.kind == people::PersonKind::officer)
      officers += tr(th(attr("scope", "row"), a(href("/desk/people/" + one.id), one.name)), td(identifier(one.email)),
                     td(one.agency + " (" + one.country + ")"));
    if (one.kind != people::PersonKind::staff) continue;
    rows += tr(th(attr("scope", "row"), a(href("/desk/people/" + one.id), one.name)), td(identifier(one.email)),
               td(one.roles.empty() ? std::string("none") : legal::join_set(one.roles)));
  }
  const Html heads =
      tr(th(attr("scope", "col"), "Name"), th(attr("scope", "col"), "Address"), th(attr("scope", "col"), "Roles"));
  return page_of(call, {.title = "People",
                        .main = error_summary(faults) + h1("People") + add_form(call, faults) +
                                table(cls("govuk-table"), thead(heads), tbody(rows)) + officers_part(officers),
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
  return page_of(call, {.title = "Invitation",
                        .main = h1("Invitation for " + person.name) +
                                p("Good once, for three days. It is shown only now: give it by a way that you trust, "
                                  "not by the mailbox it is to protect.") +
                                p(code_identifier(link)) + p(a(href("/desk/people"), "To the list"))});
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
  if (!suspended) return p("Whether this officer is suspended could not be read.");
  return h2("Suspension") + suspension_form(call, "/desk/people/" + person.id + "/suspend", *suspended, faults);
}

http::Response show_person(Call& call, const Faults& faults) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const auto asked_by = invitations_of(call).recovery_asked_by(person->id);
  const std::string base = "/desk/people/" + person->id;
  Html main = error_summary(faults) + h1(person->name) + p(identifier(person->email));
  if (person->kind == people::PersonKind::staff)
    main += form_element({.action = base + "/roles", .csrf = call.form_key},
                         role_boxes(person->roles) + submit_button("Save roles", ButtonKind::secondary));
  main += suspension_part(call, *person, faults);
  const auto certificates = certificate_list(call, person->id, base + "/certificate/remove");
  if (!certificates) return error_page(call, certificates.error());
  main += h2("Certificates") + *certificates +
          p("One that is removed opens nothing any more, and the sessions that began with one end.");
  main += h2("Lost password, code or passkey");
  main += asked_by && *asked_by ? p(names_of(call)(**asked_by) +
                                    " asked for a recovery. A second administrator confirms it; then the old "
                                    "credentials and sessions end and a new invitation is made.")
                                : p("Two administrators recover an account together, within a day.");
  main += form_element(
      {.action = base + "/recover", .csrf = call.form_key},
      submit_button(asked_by && *asked_by ? "Confirm the recovery" : "Ask for a recovery", ButtonKind::warning));
  return page_of(call, {.title = person->name,
                        .main = main,
                        .status = faults.empty() ? 200U : 422U,
                        .breadcrumbs = {{"People", "/desk/people"}}});
}

http::Response person_page(Call& call) { return show_person(call, {}); }

http::Response set_roles(Call& call) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  if (person->id == call.person().id) return show_person(call, {{"role", "Another administrator changes your roles."}});
  const auto done = call.deployment().people.set_roles(person->id, call.form.all("role"));
  if (!done) return show_person(call, {{"role", done.error().rule}});
  static_cast<void>(
      store_of(call).audit(call.person().id, "roles_changed", "",
                           person->name + ": " + legal::join_set(legal::make_set(call.form.all("role")))));
  return see_other(call, "/desk/people/" + person->id, "The roles are saved.");
}

http::Response suspend(Call& call) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const bool lifts = call.form.text("lift") == "1";
  const std::string reason = call.form.trimmed("suspended");
  app::Suspensions suspensions(call.deployment());
  const auto done = lifts ? suspensions.lift(*person) : suspensions.suspend(*person, reason, call.person().id);
  if (!done && done.error().code == base::Errc::invalid)
    return show_person(call, {{done.error().field, "A suspension " + done.error().rule + "."}});
  if (!done) return error_page(call, done.error());
  static_cast<void>(store_of(call).audit(call.person().id, lifts ? "officer_restored" : "officer_suspended", "",
                                         person->name + (reason.empty() ? "" : ": " + reason)));
  return see_other(call, "/desk/people/" + person->id,
                   lifts ? "The suspension is lifted." : "Suspended. The officer's sessions have ended.");
}

http::Response recover(Call& call) {
  const auto person = member(call);
  if (!person) return error_page(call, person.error());
  const auto second = invitations_of(call).recover(person->id, call.person().id);
  if (!second) return show_person(call, {{"", "An administrator " + second.error().rule + "."}});
  static_cast<void>(
      store_of(call).audit(call.person().id, *second ? "recovery_confirmed" : "recovery_asked", "", person->name));
  if (!*second)
    return see_other(call, "/desk/people/" + person->id, "Asked. A second administrator confirms it within a day.");
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
  return see_other(call, "/desk/people/" + person->id, "The certificate is removed.");
}

http::Response audit(Call& call) {
  std::int64_t before = 0;
  for (const char c : call.query("before"))
    before = c >= '0' && c <= '9' && before < 1'000'000'000'000 ? before * 10 + (c - '0') : before;
  const auto rows = store_of(call).audit_rows(before, audit_rows);
  if (!rows) return error_page(call, rows.error());
  const desk::Names names = names_of(call);
  const Html body = each(*rows, [&](const app::AuditRow& row) {
    return tr(td(desk::moment(row.at)), td(names(row.actor)), td(row.what), td(row.ref), td(row.detail));
  });
  Html main =
      h1("Audit") +
      p("What was looked at and why, sign-ins and changes of people. What was done on a case stands in its history.");
  main += rows->empty() ? p("Nothing yet.")
                        : table(cls("govuk-table"),
                                thead(tr(th(attr("scope", "col"), "When"), th(attr("scope", "col"), "Who"),
                                         th(attr("scope", "col"), "What"), th(attr("scope", "col"), "Case"),
                                         th(attr("scope", "col"), "Detail"))),
                                tbody(body));
  if (rows->size() == audit_rows)
    main += pagination({.next_url = "/desk/audit?before=" + std::to_string(rows->back().id)});
  return page_of(call, {.title = "Audit", .main = main});
}

Html sessions_part(Call& call) {
  const auto sessions = call.shared.sessions.of(call.person().id);
  if (!sessions) return p("The list of sessions could not be read.");
  return ul(cls("govuk-list"), each(*sessions, [&](const people::Session& one) {
              const bool here = one.id == call.viewer->session.id;
              Html line = Html("Since " + desk::time_words(one.created) + ", last seen " + desk::time_words(one.seen) +
                               ", by " + one.method + (here ? " (this one) " : " "));
              if (!here)
                line += form_element({.action = "/desk/me/end", .csrf = call.form_key},
                                     hidden_field("session", one.id) + submit_button("End it", ButtonKind::secondary));
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
  return h2("Kept views") +
         ul(cls("govuk-list"), each(*views, [&](const app::SavedView& one) {
              return li(a(href(one.address), one.name),
                        form_element({.action = "/desk/views/remove", .csrf = call.form_key},
                                     hidden_field("name", one.name) + submit_button("Remove", ButtonKind::secondary)));
            }));
}

http::Response me(Call& call) {
  auto store = store_of(call);
  const auto messages = store.messages(call.person().id, true);
  const auto choices = store.choices(call.person().id);
  Html main =
      h1("You") + p(call.person().name + ", " +
                    (call.person().roles.empty() ? std::string("no role") : legal::join_set(call.person().roles)));
  if (messages && !messages->empty()) {
    main += h2("Messages") + ul(cls("govuk-list"), each(*messages, [](const app::DeskMessage& one) {
                                  return li(a(href("/desk/cases/" + one.ref), one.ref),
                                            ", " + desk::time_words(one.at) + ": " + one.text);
                                }));
  }
  main += h2("Sessions") + sessions_part(call) + p(a(href("/desk/passkeys"), "Your passkeys")) +
          p(a(href("/desk/certificates"), "Your certificates"));
  main += views_part(call);
  main += language_part(call);
  main += h2("Keys") +
          form_element(
              {.action = "/desk/me", .csrf = call.form_key},
              radio_field({.field = {.name = "keys",
                                     .label = "Keys of one letter",
                                     .hint = "They move and open; none sends, approves, refuses, seals or delivers.",
                                     .value = choices ? choices->keys : "on"},
                           .options = {{.value = "on", .label = "On"},
                                       {.value = "alt", .label = "Only with Alt"},
                                       {.value = "off", .label = "Off"}},
                           .small = true}) +
                  submit_button("Save", ButtonKind::secondary));
  return page_of(call, {.title = "You", .main = main});
}

http::Response choose(Call& call) {
  const auto done = store_of(call).choose(call.person().id, {call.form.text("keys"), false});
  return done ? see_other(call, "/desk/me", "Saved.") : error_page(call, done.error());
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
  return ended ? see_other(call, "/desk/me", "That session is ended.") : error_page(call, ended.error());
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
