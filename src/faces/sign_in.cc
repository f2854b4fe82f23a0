#include "faces/sign_in.h"

#include <algorithm>

#include "app/suspensions.h"
#include "faces/certificates.h"
#include "faces/passkeys.h"
#include "faces/routes.h"
#include "http/cookie.h"
#include "people/certificates.h"
#include "people/passkeys.h"

namespace writ::faces {

using namespace page;

namespace {

std::string_view cookie_name(const Call& call) { return call.face == Face::portal ? "writ-portal" : "writ-desk"; }
std::string_view cookie_path(const Call& call) { return call.face == Face::portal ? "/portal" : "/desk"; }
std::string_view face_name(const Call& call) { return call.face == Face::portal ? "portal" : "desk"; }

bool is_secure(const Call& call) {
  const auto host = call.request.headers.find("host");
  return host == call.request.headers.end() || !http::is_plain_host(host->second);
}

/// The first of these that a person's roles open; one's own page always is.
std::string_view first_page(const Call& call) {
  for (const std::string_view path : {"/portal/home", "/portal/account", "/desk/inbox", "/desk/people", "/desk/me"}) {
    const auto route = std::ranges::find_if(
        routes(), [&](const Route& one) { return one.method == "GET" && one.pattern == path; });
    if (path.starts_with(call.home()) && route != routes().end() && may(*route, call.face, call.viewer)) return path;
  }
  return call.home();
}

/// The rule is of the inner rooms.
std::string refused_words(Call& call, const base::Error& error) {
  return words(call).text("door.sign_in.refused", {{"rule", error.rule}});
}

http::Response start_page(Call& call) {
  if (call.viewer) return see_other(first_page(call));
  return sign_in_page(call, {}, waiting_of(call));
}

/// 429 with the time to wait, also for programs; the error's value is its seconds.
http::Response wait_page(Call& call, const base::Error& error) {
  if (error.code != base::Errc::denied) return error_page(call, error);
  auto response = sign_in_page(call, {{"", refused_words(call, error)}}, waiting_of(call), 429);
  response.headers["Retry-After"] = error.value;
  return response;
}

/// From here on, so that neither the time nor the count of failures tells that the password was right.
base::Result<> shut_out_as_stranger(Call& call, people::Credentials::Attempt& attempt) {
  if (attempt.person.empty()) return {};
  TRY(const bool suspended, app::Suspensions(call.deployment()).suspended(attempt.person));
  if (suspended) people::Credentials::make_stranger(attempt);
  return {};
}

/// What each way of signing in tells those whom it does not know.
base::Error stranger(std::string_view method) {
  if (method == "passkey") return people::Passkeys::stranger();
  if (method == "certificate") return people::Certificates::stranger();
  return people::Credentials::stranger();
}

/// Takes the lock for the two ends only: the hash in the middle is slow on purpose.
http::Response sign_in(Call& call) {
  const std::string address = call.form.trimmed("email");
  const auto locked = [&] { return std::unique_lock(call.shared.lock); };
  base::Result<people::Credentials::Attempt> attempt;
  {
    const auto hold = locked();
    attempt = call.shared.credentials.begin(address);
    if (!attempt) return wait_page(call, attempt.error());
    if (const auto open = shut_out_as_stranger(call, *attempt); !open) return error_page(call, open.error());
  }
  const bool matches = people::Credentials::matches(attempt->hash, call.form.text("password"));
  const auto hold = locked();
  const auto person = call.shared.credentials.finish(*attempt, matches, call.form.trimmed("code"));
  if (!person) return not_signed_in(call, person.error(), "email");
  return signed_in(call, *person, "password", waiting_of(call));
}

Html sign_in_fields(Call& call, const Faults& faults) {
  const Locale& t = words(call);
  const FormWords form = form_words(t);
  return text_field({.field = {.name = "email",
                               .label = t.text("door.sign_in.address"),
                               .hint = t.text("door.sign_in.address_hint"),
                               .value = call.form.text("email"),
                               .error = error_of(faults, "email")},
                     .type = "email",
                     .autocomplete = "username",
                     .spellcheck = false,
                     .direction_ltr = true},
                    form) +
         password_field({.field = {.name = "password",
                                   .label = t.text("door.sign_in.password"),
                                   .hint = t.text("door.sign_in.password_hint")}}) +
         text_field(
             {.field = {.name = "code", .label = t.text("door.sign_in.code"), .hint = t.text("door.sign_in.code_hint")},
              .autocomplete = "one-time-code",
              .inputmode = "numeric",
              .width = 10,
              .spellcheck = false},
             form);
}

http::Response sign_out(Call& call) {
  const auto ended = call.shared.sessions.end(call.viewer->session.id);
  if (!ended) return error_page(call, ended.error());
  call.set_cookie = http::clear_cookie(cookie_name(call), cookie_path(call), is_secure(call));
  return see_other(call.home());
}

}  // namespace

http::Response sign_in_page(Call& call, const Faults& faults, const Waiting& waiting, unsigned status) {
  const std::string home(call.home());
  const bool portal = call.face == Face::portal;
  const Locale& t = words(call);
  const Html main = error_summary(faults, form_words(t)) +
                    h1(t.html(portal ? Key("door.sign_in.portal_head") : Key("door.sign_in.desk_head"))) +
                    form_element({.action = home + "sign-in", .csrf = call.form_key},
                                 hidden_fields(waiting) + sign_in_fields(call, faults) +
                                     submit_button(t.text("door.sign_in.button"))) +
                    certificate_part(call, waiting) + passkey_part(call, waiting) + h2(t.html("door.sign_in.cannot")) +
                    p(t.html(portal ? Key("door.sign_in.cannot_portal") : Key("door.sign_in.cannot_desk")));
  return page_of(call,
                 {.title = t.text("door.sign_in.title"), .main = main, .status = status, .scripts = {"/passkey.js"}});
}

http::Response not_signed_in(Call& call, const base::Error& error, const char* field) {
  if (error.code != base::Errc::denied) return error_page(call, error);
  return sign_in_page(call, {{field, refused_words(call, error)}}, waiting_of(call), 403);
}

http::Response signed_in(Call& call, const std::string& person, std::string_view method, const Waiting& waiting) {
  const auto found = call.deployment().people.find(person);
  if (!found) return error_page(call, found.error());
  const auto suspended = app::Suspensions(call.deployment()).suspended(person);
  if (!suspended) return error_page(call, suspended.error());
  if (*suspended) return not_signed_in(call, stranger(method), method == "certificate" ? "" : "email");
  const auto wanted = call.face == Face::portal ? people::PersonKind::officer : people::PersonKind::staff;
  if (found->kind != wanted)
    return sign_in_page(call,
                        {{"email", words(call).text(call.face == Face::portal ? Key("door.sign_in.other_desk")
                                                                              : Key("door.sign_in.other_portal"))}},
                        waiting, 403);
  const auto started = call.shared.sessions.start(person, face_name(call), method);
  if (!started) return error_page(call, started.error());
  call.viewer = Viewer{*found, started->session};
  call.form_key = started->session.csrf;
  call.set_cookie = http::set_cookie(cookie_name(call), started->cookie, cookie_path(call), is_secure(call));
  return go_on(call, waiting);
}

std::vector<Route> sign_in_routes() {
  std::vector<Route> list = invitation_routes();
  for (const auto& part : {passkey_routes(), certificate_routes()}) list.insert(list.end(), part.begin(), part.end());
  list.push_back({"GET", "/desk/", anyone(), start_page});
  list.push_back({"GET", "/portal/", anyone(), start_page});
  list.push_back({"POST", "/desk/sign-in", anyone(), sign_in, false});
  list.push_back({"POST", "/portal/sign-in", anyone(), sign_in, false});
  list.push_back({"POST", "/desk/sign-out", signed_in(), sign_out});
  list.push_back({"POST", "/portal/sign-out", signed_in(), sign_out});
  return list;
}

}  // namespace writ::faces
