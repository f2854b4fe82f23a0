#include "faces/respond.h"

#include "app/desk_store.h"
#include "desk/layout.h"
#include "faces/resume.h"
#include "http/problem.h"

namespace writ::faces {

using namespace page;

namespace {

/// The site's own files, which both faces use too.
constexpr const char* stylesheet = "/style.css";
constexpr const char* minute_to_wait = "60";

std::vector<Link> portal_links(const Call& call, const std::string& language) {
  if (!call.viewer) return {};
  const Locale& t = Locale::of(language_of(language).value_or(Language::en));
  return {{t.text("portal.home.title"), "/portal/home"},
          {t.text("portal.new.title"), "/portal/new"},
          {t.text("portal.account.title"), "/portal/account"}};
}

Html foot(const Call& call) {
  if (!call.viewer) return {};
  const std::string home(call.home());
  const people::Person& person = call.viewer->person;
  const std::string roles = person.roles.empty() ? std::string("no role") : legal::join_set(person.roles);
  return form(attr("method", "post"), attr("action", home + "sign-out"), cls("w-sign-out"), form_key_field(call),
              span("Signed in as ", strong(person.name), " (" + roles + ") "),
              button(cls("govuk-button govuk-button--secondary"), attr("type", "submit"), "Sign out"));
}

}  // namespace

http::Response page_of(Call& call, PageParts parts) {
  app::Deployment& deployment = call.deployment();
  Document page{.face = call.face,
                .language = parts.language,
                .title = std::move(parts.title),
                .provider_name = deployment.settings.provider_name,
                .home = std::string(call.home()),
                .icon = "/favicon.svg",
                .stylesheets = {stylesheet},
                .scripts = std::move(parts.scripts),
                .navigation = call.face == Face::portal ? portal_links(call, parts.language) : std::vector<Link>(),
                .current = parts.status == 404 ? std::string() : call.request.path,  // what is missing is nowhere
                .breadcrumbs = std::move(parts.breadcrumbs)};
  if (call.face == Face::desk && call.viewer) page.navigation = desk::navigation(call.viewer->person.roles);
  if (deployment.settings.synthetic) page.ribbon = synthetic_ribbon;
  if (call.viewer) {
    // A word that could not be read is no reason to withhold the page.
    const auto word = call.shared.sessions.take_word(call.viewer->session.id);
    if (word && !word->empty()) {
      page.main =
          div(cls("govuk-notification-banner"), attr("role", "status"),
              div(cls("govuk-notification-banner__content"), p(cls("govuk-notification-banner__heading"), *word)));
    }
  }
  page.main += parts.main;
  if (call.face == Face::desk && call.viewer && !page.scripts.empty()) {
    const auto choices = app::DeskStore(deployment.db, deployment.clock).choices(call.viewer->person.id);
    page.main += desk::keys_part(choices ? choices->keys : "off");
  }
  page.footer = foot(call);
  http::Response response;
  response.status = parts.status;
  response.body = document(page);
  return response;
}

http::Response see_other(std::string_view path) {
  http::Response response;
  response.status = 303;
  response.content_type.clear();
  response.headers["Location"] = std::string(path);
  return response;
}

http::Response see_other(Call& call, std::string_view path, std::string_view word) {
  // The word is a courtesy: what it speaks of has been done already.
  if (call.viewer) static_cast<void>(call.shared.sessions.leave_word(call.viewer->session.id, word));
  return see_other(path);
}

http::Response not_found(Call& call) {
  return page_of(
      call, {.title = "Page not found",
             .main = h1("There is nothing here for you") +
                     p("Either there is no such page, or your roles do not include it. Both look the same on purpose. "
                       "If you followed a link from a colleague, ask which role it needs.") +
                     p(a(href(call.home()), "To the start page")),
             .status = 404});
}

http::Response error_page(Call& call, const base::Error& error) {
  if (error.code == base::Errc::not_found) return not_found(call);
  const unsigned status = http::status_of(error.code);
  const bool ours = status >= 500;
  const Html next =
      ours ? p("This is our fault, not yours. Try again in a minute; if it stays, tell the operator the time: ",
               strong(base::format_time(call.shared.system_clock.now())), ".") +
                 typed_part(call, true)
           : p("Go back with your browser to change it.") + typed_part(call, false);
  if (ours) std::fprintf(stderr, "faces: %s\n", error.message().c_str());
  auto response = page_of(call, {.title = ours ? "Not possible now" : "Not done",
                                 .main = h1(ours ? "This could not be done now" : "This was not done") +
                                         (ours ? Html() : p(sentence(error))) + p("Nothing was changed.") + next,
                                 .status = status});
  if (status == 503) response.headers["Retry-After"] = minute_to_wait;
  return response;
}

Html form_key_field(const Call& call) { return hidden_field("csrf", call.form_key); }

std::string sentence(const base::Error& error) {
  std::string out = error.field;
  if (!error.value.empty())
    out += (out.empty() ? "" : " ") + std::string("\"") + std::string(http::cut_utf8(error.value, 80)) + "\"";
  return out + (out.empty() ? "" : ": ") + error.rule;
}

void add_security_headers(http::Response& response) {
  response.headers["Content-Security-Policy"] =
      "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; form-action 'self'; "
      "base-uri 'none'; frame-ancestors 'none'";
  response.headers["Cache-Control"] = "no-store";
  response.headers["Referrer-Policy"] = "no-referrer";
  response.headers["X-Content-Type-Options"] = "nosniff";
  response.headers["X-Frame-Options"] = "DENY";
  response.headers["Cross-Origin-Opener-Policy"] = "same-origin";
  response.headers["Cross-Origin-Resource-Policy"] = "same-origin";
}

}  // namespace writ::faces
