#include "faces/certificates.h"

#include "app/desk_store.h"
#include "crypto/certificate.h"
#include "crypto/private_file.h"
#include "faces/sign_in.h"
#include "http/target.h"
#include "page/parts.h"
#include "people/certificates.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr const char* secret_header = "writ-front";
constexpr const char* certificate_header = "client-cert";
constexpr std::size_t secret_chars_min = 32;
constexpr std::size_t secret_chars_max = 200;
constexpr std::size_t pem_line = 64;  // RFC 7468 section 2

people::Certificates certificates_of(Call& call) { return {call.deployment().db, call.shared.system_clock}; }

const std::string* header(const Call& call, const char* name) {
  const auto found = call.request.headers.find(name);
  return found == call.request.headers.end() ? nullptr : &found->second;
}

std::string pem_of(std::string_view base64) {
  std::string pem = "-----BEGIN CERTIFICATE-----\n";
  for (std::size_t at = 0; at < base64.size(); at += pem_line) pem += std::string(base64.substr(at, pem_line)) + "\n";
  return pem + "-----END CERTIFICATE-----\n";
}

http::Response sign_in(Call& call) {
  const auto pem = shown_certificate(call);
  if (!pem) return sign_in_page(call, {{"", words(call).text("door.certificates.refused")}}, waiting_of(call), 403);
  const auto person = certificates_of(call).check(*pem);
  if (!person) return not_signed_in(call, person.error(), "");
  return signed_in(call, *person, "certificate", waiting_of(call));
}

http::Response show(Call& call, const Faults& faults, unsigned status) {
  const std::string base = std::string(call.home()) + "certificates";
  const auto list = certificate_list(call, call.person().id, base + "/remove");
  if (!list) return error_page(call, list.error());
  const Locale& t = words(call);
  Html main =
      error_summary(faults, form_words(t)) + h1(t.html("door.certificates.head")) + *list + h2(t.html("door.add_one"));
  const auto pem = shown_certificate(call);
  const auto facts = pem ? crypto::certificate_facts(*pem) : base::Result<crypto::CertificateFacts>();
  if (pem && facts) {
    main += p(t.html("door.certificates.shown")) + p(code_identifier(facts->subject)) +
            form_element({.action = base, .csrf = call.form_key}, submit_button(t.text("door.certificates.use")));
  } else {
    main += p(t.html("door.certificates.not_shown"));
  }
  return page_of(call, {.title = t.text("door.certificates.title"), .main = main, .status = status});
}

http::Response list(Call& call) { return show(call, {}, 200); }

http::Response add(Call& call) {
  const auto pem = shown_certificate(call);
  const Locale& t = words(call);
  if (!pem) return show(call, {{"", t.text("door.certificates.fault_none")}}, 422);
  const auto done = certificates_of(call).add(call.person().id, *pem);
  if (!done && done.error().code == base::Errc::unavailable) return error_page(call, done.error());
  if (!done) return show(call, {{"", t.text("door.certificates.fault", {{"rule", done.error().rule}})}}, 422);
  static_cast<void>(app::DeskStore(call.deployment().db, call.deployment().clock)
                        .audit(call.person().id, "certificate_bound", "", done->subject));
  return see_other(call, std::string(call.home()) + "certificates", t.text("door.certificates.added"));
}

http::Response remove(Call& call) {
  const Locale& t = words(call);
  const auto done =
      certificates_of(call).give_up(call.person().id, call.form.text("certificate"), call.viewer->session.id);
  if (!done && done.error().code == base::Errc::conflict)
    return show(call, {{"", t.text("door.certificates.kept", {{"rule", done.error().rule}})}}, 409);
  return done ? see_other(call, std::string(call.home()) + "certificates", t.text("door.certificates.removed"))
              : error_page(call, done.error());
}

}  // namespace

base::Result<std::string> read_front_secret(const base::Path& file) {
  TRY(std::string secret, crypto::read_private(file));
  secret.resize(std::min(secret.find_first_of("\r\n"), secret.size()));
  if (secret.size() < secret_chars_min || secret.size() > secret_chars_max)
    return base::invalid("front_secret_file", file.string(), "must begin with a line of 32 to 200 characters");
  return secret;
}

std::optional<std::string> shown_certificate(const Call& call) {
  const std::string* secret = header(call, secret_header);
  const std::string* value = header(call, certificate_header);
  if (call.shared.front_secret.empty() || secret == nullptr || value == nullptr) return std::nullopt;
  if (!people::same_secret(*secret, call.shared.front_secret)) return std::nullopt;
  if (value->size() > 2 && value->front() == ':' && value->back() == ':')
    return pem_of(std::string_view(*value).substr(1, value->size() - 2));
  return http::percent_decode(*value, false);
}

Html certificate_part(Call& call, const Waiting& waiting) {
  const auto pem = shown_certificate(call);
  if (!pem) return {};
  return form_element(
      {.action = std::string(call.home()) + "certificate", .csrf = call.form_key},
      hidden_fields(waiting) + submit_button(words(call).text("door.certificates.sign_in"), ButtonKind::secondary));
}

Html certificate_invitation_part(Call& call) {
  const auto pem = shown_certificate(call);
  const auto facts = pem ? crypto::certificate_facts(*pem) : base::Result<crypto::CertificateFacts>();
  if (!pem || !facts || call.face != Face::portal) return {};
  const Locale& t = words(call);
  const std::string action = std::string(call.home()) + "invitation/" + call.param("secret") + "/certificate";
  return h2(t.html("door.certificates.in_place")) + p(t.html("door.certificates.this_one")) +
         p(code_identifier(facts->subject)) +
         form_element({.action = action, .csrf = call.form_key},
                      submit_button(t.text("door.certificates.use_now"), ButtonKind::secondary));
}

base::Result<Html> certificate_list(Call& call, const std::string& person, const std::string& remove_action) {
  TRY(const auto list, certificates_of(call).of(person));
  const Locale& t = words(call);
  if (list.empty()) return p(t.html("door.none_yet"));
  const auto day = [](base::Time time) { return base::format_day(base::day_of(time)); };
  return ul(cls("govuk-list"), each(list, [&](const people::ClientCertificate& one) {
              return li(t.html("door.certificates.line", {{"subject", code_identifier(one.subject)},
                                                          {"created", day(one.created)},
                                                          {"expires", day(one.expires)},
                                                          {"used", day(one.used)}}),
                        form_element({.action = remove_action, .csrf = call.form_key},
                                     hidden_field("certificate", one.id) +
                                         submit_button(t.text("door.remove"), ButtonKind::secondary)));
            }));
}

std::vector<Route> certificate_routes() {
  return {{"POST", "/desk/certificate", anyone(), sign_in},
          {"POST", "/portal/certificate", anyone(), sign_in},
          {"GET", "/desk/certificates", signed_in(), list},
          {"GET", "/portal/certificates", signed_in(), list},
          {"POST", "/desk/certificates", signed_in(), add},
          {"POST", "/portal/certificates", signed_in(), add},
          {"POST", "/desk/certificates/remove", signed_in(), remove},
          {"POST", "/portal/certificates/remove", signed_in(), remove}};
}

}  // namespace writ::faces
