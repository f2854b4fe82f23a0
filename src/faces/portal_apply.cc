// Becoming known: an officer's application, the link that confirms the mailbox, and the desk's page that decides it.
#include "app/applications.h"
#include "faces/portal_parts.h"
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
  Html list = p("No application waits.");
  if (!waiting->empty())
    list = ul(cls("govuk-list"), each(*waiting, [](const app::Application& one) {
                return li(a(href("/desk/applications/" + one.id), one.agency),
                          ", " + one.country + ", mailbox confirmed ", base::format_time(one.at));
              }));
  return page_of(call, {.title = "Applications of officers", .main = h1("Applications of officers") + list});
}

Html desk_fields(const app::Application& one, const Call& call, const Faults& faults) {
  return textarea_field({.field = {.name = "contact",
                                   .label = "Supervisor's contact, where you found it, and what was said",
                                   .hint = "From the authority's own directory, never from the application.",
                                   .value = call.form.text("contact"),
                                   .error = error_of(faults, "contact")},
                         .rows = 4}) +
         textarea_field({.field = {.name = "reason",
                                   .label = "If you refuse: why",
                                   .hint = "The officer reads this.",
                                   .value = call.form.text("reason"),
                                   .error = error_of(faults, "reason")},
                         .rows = 3}) +
         (one.state == "confirmed"
              ? button_row({submit_button("Let in and send the invitation", ButtonKind::primary, "act", "approve"),
                            submit_button("Refuse", ButtonKind::warning, "act", "refuse")})
              : Html());
}

http::Response desk_one(Call& call, const Faults& faults, unsigned status) {
  const auto one = applications(call).find(call.param("application"));
  if (!one) return error_page(call, one.error());
  const Html rows =
      dl(cls("govuk-summary-list"),
         each(std::vector<std::pair<std::string, std::string>>{{"Name", one->name},
                                                               {"Mailbox (confirmed)", one->email},
                                                               {"Authority", one->agency},
                                                               {"Country", one->country},
                                                               {"Supervisor's name, as given", one->supervisor},
                                                               {"State", one->state}},
              [](const auto& row) {
                return div(cls("govuk-summary-list__row"), dt(cls("govuk-summary-list__key"), row.first),
                           dd(cls("govuk-summary-list__value"), row.second));
              }));
  return page_of(call, {.title = "Application of an officer",
                        .main = error_summary(faults) + h1("Application of an officer") + rows +
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
                   lets_in ? "The officer was let in and invited by mail." : "Refused and told by mail.");
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
