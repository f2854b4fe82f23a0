#include "faces/respond.h"

#include <algorithm>

#include "app/desk_store.h"
#include "app/portal_store.h"
#include "desk/layout.h"
#include "desk/words.h"
#include "faces/desk_sound.h"
#include "faces/resume.h"
#include "http/problem.h"
#include "page/stacked.h"

namespace writ::faces {

using namespace page;

namespace {

/// The site's own files, which both faces use too.
constexpr const char* stylesheet = "/style.css";
constexpr const char* minute_to_wait = "60";
constexpr const char* content_policy =
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'";

std::vector<Link> portal_links(const Locale& t) {
  return {{t.text("portal.home.title"), "/portal/home"},
          {t.text("portal.new.title"), "/portal/new"},
          {t.text("portal.account.title"), "/portal/account"}};
}

Html foot(const Call& call, const Locale& t) {
  if (!call.viewer) return {};
  const std::string home(call.home());
  const people::Person& person = call.viewer->person;
  const std::string roles = desk::role_words(t, person.roles);
  return form(attr("method", "post"), attr("action", home + "sign-out"), cls("w-sign-out"), form_key_field(call),
              span(t.html("door.signed_in_as", {{"name", person.name}, {"roles", roles}}), " "),
              button(cls("govuk-button govuk-button--secondary"), attr("type", "submit"), t.html("door.sign_out")));
}

/// What this person chose for the desk: its keys, and whether an emergency is heard.
void add_choices(const Call& call, const Locale& t, Document& page, http::Response& response) {
  const app::Deployment& deployment = call.shared.deployment;
  const auto choices = app::DeskStore(call.shared.deployment.db, deployment.clock).choices(call.viewer->person.id);
  if (!page.scripts.empty()) page.main += desk::keys_part(t, choices ? choices->keys : "off");
  const Html sound = choices ? sound_part(call, t, *choices) : Html();
  if (sound.empty()) return;
  page.main += sound;
  if (std::ranges::find(page.scripts, sound_script) == page.scripts.end()) page.scripts.emplace_back(sound_script);
  response.headers["Content-Security-Policy"] = std::string(content_policy) + "; connect-src 'self'";
}

}  // namespace

const Locale& words(Call& call) {
  if (call.language != nullptr) return *call.language;
  const auto accepted = call.request.headers.find("accept-language");
  call.language = &Locale::of(accepted == call.request.headers.end() ? Language::en : preferred(accepted->second));
  if (call.viewer) {
    const auto tag = app::PortalStore(call.deployment().db).language(call.person().id);
    if (tag && !tag->empty()) call.language = &Locale::of(language_of(*tag).value_or(Language::en));
  }
  return *call.language;
}

http::Response page_of(Call& call, PageParts parts) {
  app::Deployment& deployment = call.deployment();
  const Locale& t = words(call);
  Document page{.face = call.face,
                .language = std::string(t.tag()),
                .title = std::move(parts.title),
                .provider_name = deployment.settings.provider_name,
                .home = std::string(call.home()),
                .icon = "/favicon.svg",
                .stylesheets = {stylesheet},
                .scripts = std::move(parts.scripts),
                .current = parts.status == 404 ? std::string() : call.request.path,  // what is missing is nowhere
                .breadcrumbs = std::move(parts.breadcrumbs)};
  if (call.viewer)
    page.navigation = call.face == Face::portal ? portal_links(t) : desk::navigation(t, call.viewer->person.roles);
  if (deployment.settings.synthetic) page.ribbon = t.text("door.synthetic");
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
  http::Response response;
  if (call.face == Face::desk && call.viewer) add_choices(call, t, page, response);
  if (call.face == Face::desk) page.main = with_labels(page.main);
  page.footer = foot(call, t);
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
  const Locale& t = words(call);
  return page_of(call, {.title = t.text("door.missing.title"),
                        .main = h1(t.html("door.missing.head")) + p(t.html("door.missing.text")) +
                                p(a(href(call.home()), t.html("door.missing.start"))),
                        .status = 404});
}

http::Response error_page(Call& call, const base::Error& error) {
  if (error.code == base::Errc::not_found) return not_found(call);
  const unsigned status = http::status_of(error.code);
  const bool ours = status >= 500;
  const Locale& t = words(call);
  const std::string time = base::format_time(call.shared.system_clock.now());
  const Html next = p(ours ? t.html("door.error.ours", {{"time", strong(time)}}) : t.html("door.error.back")) +
                    typed_part(call, ours);
  if (ours) std::fprintf(stderr, "faces: %s\n", error.message().c_str());
  auto response = page_of(
      call, {.title = t.text(ours ? Key("door.error.ours_title") : Key("door.error.title")),
             .main = h1(t.html(ours ? Key("door.error.ours_head") : Key("door.error.head"))) +
                     (ours ? Html() : p(sentence(error))) + p(t.html("door.error.unchanged")) + next,
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
  response.headers.emplace("Content-Security-Policy", content_policy);  // a page that asks by itself has its own
  response.headers["Cache-Control"] = "no-store";
  response.headers["Referrer-Policy"] = "no-referrer";
  response.headers["X-Content-Type-Options"] = "nosniff";
  response.headers["X-Frame-Options"] = "DENY";
  response.headers["Cross-Origin-Opener-Policy"] = "same-origin";
  response.headers["Cross-Origin-Resource-Policy"] = "same-origin";
}

}  // namespace writ::faces
