#include "faces/resume.h"

#include <algorithm>
#include <array>

#include "faces/respond.h"
#include "faces/sign_in.h"
#include "http/target.h"

namespace writ::faces {

using namespace page;

namespace {

constexpr std::string_view next_field = "next";
constexpr std::string_view path_field = "resume-path";
constexpr std::string_view value_prefix = "resume.";

/// A page of this face and nothing else: a sign-in page must not send anybody elsewhere.
bool is_own_path(const Call& call, std::string_view path) {
  return path.starts_with(call.home()) && path.find_first_of("\\\r\n") == std::string_view::npos &&
         path.find("//") == std::string_view::npos;
}

std::string where(const Call& call) {
  std::vector<std::pair<std::string, std::string>> pairs(call.request.query.begin(), call.request.query.end());
  const std::string query = http::encode_query(pairs);
  return http::encode_path(call.request.path) + (query.empty() ? "" : "?" + query);
}

/// Secrets, and what a passkey answered: neither is shown nor sent a second time.
bool is_for_once(const std::string& name) {
  constexpr std::array names = {"csrf", "password", "code", "client-data", "authenticator-data", "signature"};
  return std::ranges::find(names, name) != names.end();
}

Waiting form_in(const Call& call, const http::Form& form) {
  Waiting waiting;
  waiting.path = where(call);
  for (const auto& field : form.fields) {
    if (!is_for_once(field.first)) waiting.fields.push_back(field);
  }
  return waiting;
}

Html typed(const Waiting& waiting) {
  return dl(cls("govuk-summary-list"), each(waiting.fields, [](const auto& field) {
              return field.first == "revision" || field.second.empty()
                         ? Html()
                         : div(cls("govuk-summary-list__row"), dt(cls("govuk-summary-list__key"), field.first),
                               dd(cls("govuk-summary-list__value"), field.second));
            }));
}

Html again_form(Call& call, const Waiting& waiting, Key label) {
  const Locale& t = words(call);
  return form(attr("method", "post"), attr("action", waiting.path), form_key_field(call),
              each(waiting.fields, [](const auto& field) { return hidden_field(field.first, field.second); }),
              button(cls("govuk-button"), attr("type", "submit"), t.html(label)), " ",
              a(href(call.home()), t.html("door.resume.do_not")));
}

http::Response offer_again(Call& call, const Waiting& waiting, Key why, unsigned status) {
  const Locale& t = words(call);
  return page_of(call, {.title = t.text("door.resume.title"),
                        .main = h1(t.html("door.resume.head")) + p(t.html(why)) + typed(waiting) +
                                again_form(call, waiting, "door.resume.send") + p(t.html("door.resume.file")),
                        .status = status});
}

}  // namespace

http::Response ask_to_sign_in(Call& call) {
  const std::string path = where(call);
  if (path == call.home()) return sign_in_page(call, {}, {}, 401);
  return see_other(std::string(call.home()) + "?" + http::encode_query({{std::string(next_field), path}}));
}

http::Response sign_in_and_resume(Call& call) {
  auto form = http::parse_form(call.request);
  if (!form) form = http::Form{};  // cut off or no form: there is nothing to carry on
  return sign_in_page(call, {{"", words(call).text("door.resume.signed_out")}}, form_in(call, *form), 401);
}

http::Response confirm_again(Call& call) {
  return offer_again(call, form_in(call, call.form), "door.resume.earlier", 403);
}

http::Response sign_in_once_more(Call& call) {
  return sign_in_page(call, {{"", words(call).text("door.resume.once_more")}}, waiting_of(call), 403);
}

Html typed_part(Call& call, bool send_again) {
  if (call.request.method != "POST") return {};
  const Waiting waiting = form_in(call, call.form);
  if (waiting.fields.empty() && !send_again) return {};
  const Locale& t = words(call);
  return (waiting.fields.empty() ? Html() : h2(t.html("door.resume.typed")) + typed(waiting)) +
         (send_again ? again_form(call, waiting, "door.resume.send_again") : Html()) +
         (call.form.uploads.empty() ? Html() : p(t.html("door.resume.file")));
}

Waiting waiting_of(const Call& call) {
  Waiting waiting;
  waiting.next = call.request.method == "POST" ? call.form.text(next_field) : call.query(next_field);
  if (!is_own_path(call, waiting.next)) waiting.next.clear();
  const std::string& path = call.form.text(path_field);
  if (!is_own_path(call, path)) return waiting;
  waiting.path = path;
  for (const auto& [name, value] : call.form.fields) {
    if (name.starts_with(value_prefix)) waiting.fields.emplace_back(name.substr(value_prefix.size()), value);
  }
  return waiting;
}

Html hidden_fields(const Waiting& waiting) {
  const auto hidden = [](std::string_view name, std::string_view value) {
    return input(attr("type", "hidden"), attr("name", name), attr("value", value));
  };
  Html out;
  if (!waiting.next.empty()) out += hidden(next_field, waiting.next);
  if (waiting.path.empty()) return out;
  out += hidden(path_field, waiting.path);
  for (const auto& [name, value] : waiting.fields) out += hidden(std::string(value_prefix) + name, value);
  return out;
}

http::Response go_on(Call& call, const Waiting& waiting) {
  if (!waiting.path.empty()) return offer_again(call, waiting, "door.resume.signed_in", 200);
  return see_other(waiting.next.empty() ? std::string(call.home()) : waiting.next);
}

}  // namespace writ::faces
