// Becoming known: an officer's application, the link that confirms the mailbox, and the desk's page that decides it.
#include "app/applications.h"
#include "faces/portal_parts.h"
#include "page/parts.h"
#include "portal/apply_pages.h"

namespace writ::faces {

using namespace page;

namespace {

app::Applications applications(Call& call) { return {call.deployment(), call.shared.system_clock}; }

portal::Fields typed(const Call& call) {
  portal::Fields fields;
  for (const char* name : {"name", "email", "agency", "country", "supervisor", "attest"})
    fields[name] = call.form.trimmed(name);
  return fields;
}

http::Response apply_with(Call& call, Faults faults, unsigned status) {
  const auto shown = context(call, std::move(faults));
  return portal_page(
      call,
      {.title = shown.t.text("portal.apply.title"), .main = portal::apply_page(shown, typed(call)), .status = status});
}

http::Response ask_apply(Call& call) { return apply_with(call, {}, 200); }

/// Everything that is missing at once, then what the door says.
http::Response apply(Call& call) {
  const Locale& t = words(call);
  portal::Fields fields = typed(call);
  Faults faults;
  for (const char* name : {"name", "email", "agency", "supervisor"}) {
    if (fields[name].empty())
      faults.push_back({name, t.text("portal.fault.empty", {{"label", portal::coded(t, "portal.label.", name)}})});
  }
  if (fields["country"].empty())
    faults.push_back({"country", t.text("portal.fault.choose", {{"label", t.text("portal.public.country")}})});
  if (fields["attest"] != "yes") faults.push_back({"attest", t.text("portal.fault.declaration")});
  if (!faults.empty()) return apply_with(call, std::move(faults), 422);
  const auto applied = applications(call).apply({.name = fields["name"],
                                                 .email = fields["email"],
                                                 .agency = fields["agency"],
                                                 .country = fields["country"],
                                                 .supervisor = fields["supervisor"],
                                                 .language = std::string(t.tag())});
  if (!applied && applied.error().code == base::Errc::invalid)
    return apply_with(call, {{applied.error().field, applied.error().rule}}, 422);
  if (!applied) return error_page(call, applied.error());
  const auto shown = context(call);
  return portal_page(call, {.title = t.text("portal.apply.sent"), .main = portal::applied_page(shown)});
}

http::Response dead_link(Call& call) {
  const auto shown = context(call);
  return portal_page(
      call, {.title = shown.t.text("portal.apply.dead_link"), .main = portal::dead_link_page(shown), .status = 410});
}

/// Looking at the link uses nothing up: mail programs open links by themselves.
http::Response ask_confirm(Call& call) {
  if (!applications(call).holder(call.param("secret"))) return dead_link(call);
  const auto shown = context(call);
  return portal_page(call, {.title = shown.t.text("portal.apply.confirm_title"),
                            .main = portal::confirm_page(shown, call.request.path)});
}

http::Response confirm(Call& call) {
  if (!applications(call).confirm(call.param("secret"))) return dead_link(call);
  const auto shown = context(call);
  return portal_page(call, {.title = shown.t.text("portal.apply.confirmed"), .main = portal::confirmed_page(shown)});
}

http::Response desk_list(Call& call) {
  const auto waiting = applications(call).waiting();
  if (!waiting) return error_page(call, waiting.error());
  const Locale& t = words(call);
  Html list = p(t.html("desk.applications.none"));
  if (!waiting->empty())
    list = ul(cls("govuk-list"), each(*waiting, [&](const app::Application& one) {
                return li(t.html("desk.applications.line", {{"a", Href{"/desk/applications/" + one.id}},
                                                            {"agency", one.agency},
                                                            {"country", one.country},
                                                            {"time", base::format_time(one.at)}}));
              }));
  return page_of(call,
                 {.title = t.text("desk.applications.title"), .main = h1(t.html("desk.applications.title")) + list});
}

Html desk_fields(const app::Application& one, Call& call, const Faults& faults) {
  const Locale& t = words(call);
  const auto field = [&](const char* name, Key label, Key hint) {
    return Field{.name = name,
                 .label = t.text(label),
                 .hint = t.text(hint),
                 .value = call.form.text(name),
                 .error = error_of(faults, name)};
  };
  const Html texts =
      textarea_field(
          {.field = field("contact", "desk.applications.contact", "desk.applications.contact_hint"), .rows = 4},
          form_words(t)) +
      textarea_field({.field = field("reason", "desk.applications.reason", "desk.applications.reason_hint"), .rows = 3},
                     form_words(t));
  if (one.state != "confirmed") return texts;
  return texts + button_row({submit_button(t.text("desk.applications.let_in"), ButtonKind::primary, "act", "approve"),
                             submit_button(t.text("desk.applications.refuse"), ButtonKind::warning, "act", "refuse")});
}

std::string state_words(const Locale& t, const std::string& state) {
  const auto key = Key::find("desk.application." + state);
  return key ? t.text(*key) : state;
}

http::Response desk_one(Call& call, const Faults& faults, unsigned status) {
  const auto one = applications(call).find(call.param("application"));
  if (!one) return error_page(call, one.error());
  const Locale& t = words(call);
  const Html rows = summary_list({{t.text("desk.people.name"), Html(one->name)},
                                  {t.text("desk.applications.mailbox"), Html(one->email)},
                                  {t.text("desk.column.authority"), Html(one->agency)},
                                  {t.text("desk.applications.country"), Html(one->country)},
                                  {t.text("desk.applications.supervisor"), Html(one->supervisor)},
                                  {t.text("desk.column.state"), Html(state_words(t, one->state))}});
  return page_of(call, {.title = t.text("desk.applications.one"),
                        .main = error_summary(faults, form_words(t)) + h1(t.html("desk.applications.one")) + rows +
                                form_element({.action = call.request.path, .csrf = call.form_key},
                                             desk_fields(*one, call, faults)),
                        .status = status});
}

http::Response desk_show(Call& call) { return desk_one(call, {}, 200); }

http::Response desk_decide(Call& call) {
  const std::string& id = call.param("application");
  const std::string contact = call.form.trimmed("contact");
  const bool lets_in = call.form.text("act") == "approve";
  const auto done = lets_in ? applications(call).approve(call.person(), id, contact)
                            : applications(call).refuse(call.person(), id, contact, call.form.trimmed("reason"));
  if (!done && done.error().code == base::Errc::invalid)
    return desk_one(call, {{done.error().field, done.error().field + " " + done.error().rule}}, 422);
  if (!done) return error_page(call, done.error());
  return see_other(call, "/desk/applications",
                   words(call).text(lets_in ? Key("desk.applications.done") : Key("desk.applications.refused")));
}

}  // namespace

std::vector<Route> portal_apply_routes() {
  const Access vetting = roles({"intake", "administrator"});
  return {{"GET", "/portal/apply", anyone(), ask_apply},
          {"POST", "/portal/apply", anyone(), apply},
          {"GET", "/portal/apply/confirm/{secret}", anyone(), ask_confirm},
          {"POST", "/portal/apply/confirm/{secret}", anyone(), confirm},
          {"GET", "/desk/applications", vetting, desk_list},
          {"GET", "/desk/applications/{application}", vetting, desk_show},
          {"POST", "/desk/applications/{application}", vetting, desk_decide}};
}

}  // namespace writ::faces
