#include "faces/passkeys.h"

#include "faces/sign_in.h"
#include "http/cookie.h"
#include "page/parts.h"
#include "people/passkeys.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr const char* module = "/passkey.js";

people::Passkeys passkeys_of(Call& call) {
  return {call.deployment().db, call.shared.system_clock, call.deployment().random};
}

/// From the settings: what a request says of its host decides nothing, except on this machine, where a demo runs. An
/// address of digits has no passkeys (WebAuthn section 5.1.2): there is none for 127.0.0.1.
people::RelyingParty party_of(const Call& call) {
  const auto host = call.request.headers.find("host");
  if (host != call.request.headers.end() && host->second.substr(0, host->second.find(':')) == "localhost")
    return {"localhost", "http://" + host->second};
  std::string origin = call.shared.deployment.settings.site_url;
  origin.resize(origin.find('/', std::string_view("https://").size()));
  std::string id = origin.substr(std::string_view("https://").size());
  id.resize(std::min(id.find(':'), id.size()));
  return {id, origin};
}

Html fields(std::initializer_list<const char*> names) {
  Html out;
  for (const char* name : names) out += hidden_field(name, "");
  return out;
}

/// What the script says if the browser gives none; it puts the name of the fault in place of {error}.
Attribute failed_words(const Locale& t) {
  return attr("data-failed", t.text("door.passkeys.failed", {{"error", "{error}"}}));
}

http::Response sign_in(Call& call) {
  const auto person =
      passkeys_of(call).check(party_of(call), {call.form.text("credential"), call.form.text("client-data"),
                                               call.form.text("authenticator-data"), call.form.text("signature")});
  if (!person) return not_signed_in(call, person.error(), "email");
  return signed_in(call, *person, "passkey", waiting_of(call));
}

http::Response show(Call& call, const Faults& faults) {
  const std::string base = std::string(call.home()) + "passkeys";
  const auto list = passkeys_of(call).of(call.person().id);
  const auto challenge = passkeys_of(call).challenge("register", call.person().id);
  if (!list || !challenge) return error_page(call, list ? challenge.error() : list.error());
  const people::RelyingParty party = party_of(call);
  const Locale& t = words(call);
  Html main = error_summary(faults, form_words(t)) + h1(t.html("door.passkeys.head"));
  main += list->empty() ? p(t.html("door.none_yet"))
                        : ul(cls("govuk-list"), each(*list, [&](const people::Passkey& one) {
                               const std::string day = base::format_day(base::day_of(one.created));
                               return li(t.html("door.passkeys.line", {{"name", one.name}, {"day", day}}),
                                         form_element({.action = base + "/remove", .csrf = call.form_key},
                                                      hidden_field("credential", one.id) +
                                                          submit_button(t.text("door.remove"), ButtonKind::secondary)));
                             }));
  main += h2(t.html("door.add_one"));
  main += form(attr("method", "post"), attr("action", base), attr("data-passkey", "register"), failed_words(t),
               attr("data-challenge", *challenge), attr("data-party", party.id),
               attr("data-provider", call.deployment().settings.provider_name), attr("data-person", call.person().id),
               attr("data-address", call.person().email), flag("hidden"), form_key_field(call),
               fields({"client-data", "authenticator-data"}),
               text_field({.field = {.name = "name",
                                     .label = t.text("door.passkeys.name"),
                                     .value = call.form.text("name"),
                                     .error = error_of(faults, "name")},
                           .width = 20},
                          form_words(t)),
               submit_button(t.text("door.passkeys.add")), p(attr("role", "status")));
  main += p(t.html("door.passkeys.note"));
  return page_of(call, {.title = t.text("door.passkeys.title"),
                        .main = main,
                        .status = faults.empty() ? 200U : 422U,
                        .scripts = {module}});
}

http::Response list(Call& call) { return show(call, {}); }

http::Response add(Call& call) {
  const auto done = passkeys_of(call).add(
      party_of(call), call.person().id,
      {call.form.text("client-data"), call.form.text("authenticator-data"), call.form.trimmed("name")});
  const Locale& t = words(call);
  if (!done) return show(call, {{"name", t.text("door.passkeys.fault", {{"rule", done.error().rule}})}});
  return see_other(call, std::string(call.home()) + "passkeys", t.text("door.passkeys.added"));
}

http::Response remove(Call& call) {
  const auto done = passkeys_of(call).remove(call.person().id, call.form.text("credential"));
  return done ? see_other(call, std::string(call.home()) + "passkeys", words(call).text("door.passkeys.removed"))
              : error_page(call, done.error());
}

}  // namespace

Html passkey_part(Call& call, const Waiting& waiting) {
  const auto challenge = passkeys_of(call).challenge("sign-in", "");
  if (!challenge) return {};
  return form(attr("method", "post"), attr("action", std::string(call.home()) + "passkey"),
              attr("data-passkey", "sign-in"), failed_words(words(call)), attr("data-challenge", *challenge),
              attr("data-party", party_of(call).id), flag("hidden"), form_key_field(call), hidden_fields(waiting),
              fields({"credential", "client-data", "authenticator-data", "signature"}),
              submit_button(words(call).text("door.passkeys.sign_in"), ButtonKind::secondary),
              p(attr("role", "status")));
}

std::vector<Route> passkey_routes() {
  std::vector<Route> routes;
  routes.push_back({"POST", "/desk/passkey", anyone(), sign_in});
  routes.push_back({"POST", "/portal/passkey", anyone(), sign_in});
  routes.push_back({"GET", "/desk/passkeys", signed_in(), list});
  routes.push_back({"GET", "/portal/passkeys", signed_in(), list});
  routes.push_back({"POST", "/desk/passkeys", signed_in(), add});
  routes.push_back({"POST", "/portal/passkeys", signed_in(), add});
  routes.push_back({"POST", "/desk/passkeys/remove", signed_in(), remove});
  routes.push_back({"POST", "/portal/passkeys/remove", signed_in(), remove});
  return routes;
}

}  // namespace writ::faces
