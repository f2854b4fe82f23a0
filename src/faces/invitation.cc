// An invitation: a person sets a password and an authenticator app, and is signed in.
#include "app/suspensions.h"
#include "faces/certificates.h"
#include "faces/routes.h"
#include "faces/sign_in.h"
#include "page/parts.h"
#include "people/certificates.h"
#include "people/invitations.h"
#include "people/totp.h"

namespace writ::faces {

using namespace page;

namespace {

people::Invitations invitations_of(Call& call) {
  return {call.deployment().db, call.shared.system_clock, call.deployment().random};
}

std::string address_of(const Call& call) { return std::string(call.home()) + "invitation/" + call.param("secret"); }

http::Response gone(Call& call) {
  const Locale& t = words(call);
  return page_of(call, {.title = t.text("door.invitation.title"),
                        .main = h1(t.html("door.invitation.gone")) + p(t.html("door.invitation.gone_text")),
                        .status = 404});
}

http::Response show(Call& call, const people::Person& person, const Faults& faults) {
  const Locale& t = words(call);
  const FormWords form = form_words(t);
  const std::string secret = call.param("secret");
  const base::Bytes key = call.shared.credentials.secret_of_invitation(secret);
  std::string grouped;
  const std::string base32 = people::to_base32(key);
  for (std::size_t i = 0; i < base32.size(); i += 4) grouped += (grouped.empty() ? "" : " ") + base32.substr(i, 4);
  const Html form_part =
      password_field({.field = {.name = "password",
                                .label = t.text("door.invitation.password"),
                                .hint = t.text("door.invitation.password_hint"),
                                .error = error_of(faults, "password")},
                      .autocomplete = "new-password"},
                     form) +
      text_field({.field = {.name = "code", .label = t.text("door.invitation.code"), .error = error_of(faults, "code")},
                  .autocomplete = "one-time-code",
                  .inputmode = "numeric",
                  .width = 10,
                  .spellcheck = false},
                 form) +
      submit_button(t.text("door.invitation.button"));
  return page_of(
      call,
      {.title = t.text("door.invitation.title"),
       .main = error_summary(faults, form) + h1(t.html("door.invitation.welcome", {{"name", person.name}})) +
               h2(t.html("door.invitation.app")) + p(t.html("door.invitation.app_text")) + p(code_identifier(grouped)) +
               details_part(
                   t.text("door.invitation.app_address"),
                   p(code_identifier(people::totp_uri(call.deployment().settings.provider_name, person.email, key)))) +
               h2(t.html("door.invitation.password_head")) +
               form_element({.action = address_of(call), .csrf = call.form_key}, form_part) +
               certificate_invitation_part(call),
       .status = faults.empty() ? 200U : 422U});
}

base::Result<people::Person> holder(Call& call) {
  TRY(const std::string id, invitations_of(call).holder(call.param("secret")));
  TRY(people::Person person, call.deployment().people.find(id));
  const auto kind = call.face == Face::portal ? people::PersonKind::officer : people::PersonKind::staff;
  if (person.kind != kind) return base::fail(base::Errc::denied, "invitation", "", "is for the other face");
  TRY(const bool suspended, app::Suspensions(call.deployment()).suspended(id));
  if (suspended) return base::fail(base::Errc::denied, "invitation", "", "is of somebody who is suspended");
  return person;
}

http::Response invitation(Call& call) {
  const auto person = holder(call);
  return person ? show(call, *person, {}) : gone(call);
}

/// The hash is slow on purpose and made without the lock.
http::Response accept(Call& call) {
  std::unique_lock hold(call.shared.lock);
  const auto person = holder(call);
  if (!person) return gone(call);
  const Locale& t = words(call);
  Faults faults;
  const std::string& password = call.form.text("password");
  if (const auto good = people::check_password(password, *person); !good)
    faults.push_back({"password", t.text("door.invitation.password_fault", {{"rule", good.error().rule}})});
  const base::Bytes key = call.shared.credentials.secret_of_invitation(call.param("secret"));
  const auto step = people::totp_match(key, call.form.trimmed("code"), call.shared.system_clock.now(), 0);
  if (!step) faults.push_back({"code", t.text("door.invitation.code_fault")});
  if (!faults.empty()) return show(call, *person, faults);
  hold.unlock();
  const std::string hash = people::Credentials::hash_password(password);
  hold.lock();
  const auto done = call.deployment().db.transaction([&]() -> base::Result<> {
    TRY(const std::string id, invitations_of(call).take(call.param("secret")));
    TRY_VOID(call.shared.credentials.set_password(id, hash));
    return call.shared.credentials.set_secret(id, key);
  });
  if (!done) return done.error().code == base::Errc::denied ? gone(call) : error_page(call, done.error());
  // The code that was shown to work is used up.
  static_cast<void>(call.shared.credentials.take_code(person->id, call.form.trimmed("code")));
  return signed_in(call, person->id, "password", {});
}

/// Only officers: a member of the staff approves with a code.
http::Response accept_certificate(Call& call) {
  const auto person = holder(call);
  if (!person) return gone(call);
  const auto pem = shown_certificate(call);
  const Locale& t = words(call);
  if (!pem) return show(call, *person, {{"", t.text("door.invitation.no_certificate")}});
  const auto done = call.deployment().db.transaction([&]() -> base::Result<> {
    TRY(const std::string id, invitations_of(call).take(call.param("secret")));
    TRY_VOID(people::Certificates(call.deployment().db, call.shared.system_clock).add(id, *pem));
    return {};
  });
  if (!done && done.error().code == base::Errc::unavailable) return error_page(call, done.error());
  if (!done)
    return show(call, *person, {{"", t.text("door.invitation.certificate_fault", {{"rule", done.error().rule}})}});
  return signed_in(call, person->id, "certificate", {});
}

}  // namespace

std::vector<Route> invitation_routes() {
  std::vector<Route> list;
  list.push_back({"GET", "/desk/invitation/{secret}", anyone(), invitation});
  list.push_back({"GET", "/portal/invitation/{secret}", anyone(), invitation});
  list.push_back({"POST", "/desk/invitation/{secret}", anyone(), accept, false});
  list.push_back({"POST", "/portal/invitation/{secret}", anyone(), accept, false});
  list.push_back({"POST", "/portal/invitation/{secret}/certificate", anyone(), accept_certificate});
  return list;
}

}  // namespace writ::faces
