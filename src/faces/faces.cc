#include "faces/faces.h"

#include "app/identifiers.h"

#include "faces/certificates.h"
#include "faces/respond.h"
#include "faces/resume.h"
#include "faces/routes.h"
#include "http/cookie.h"

namespace writ::faces {

namespace {

constexpr std::string_view csrf_field = "csrf";

std::string_view cookie_name(page::Face face) { return face == page::Face::portal ? "writ-portal" : "writ-desk"; }
std::string_view cookie_path(page::Face face) { return face == page::Face::portal ? "/portal" : "/desk"; }
std::string_view face_name(page::Face face) { return face == page::Face::portal ? "portal" : "desk"; }

/// The forms of the sign-in page itself.
bool signs_in(const Route& route) {
  return route.pattern.ends_with("/sign-in") || route.pattern.ends_with("/passkey") ||
         route.pattern == "/desk/certificate" || route.pattern == "/portal/certificate";
}

bool is_secure(const http::Request& request) {
  const auto host = request.headers.find("host");
  return host == request.headers.end() || !http::is_plain_host(host->second);
}

}  // namespace

Faces::Faces(app::Deployment& deployment, std::mutex& lock, const base::Clock& system_clock, const base::Hash& key)
    : shared_{deployment, lock, system_clock, people::Sessions(deployment.db, system_clock, deployment.random),
              people::Credentials(deployment.db, system_clock, deployment.random, key)} {
  for (const Route& route : routes()) table_.add(std::string(route.method), std::string(route.pattern));
}

base::Result<std::unique_ptr<Faces>> Faces::open(app::Deployment& deployment, std::mutex& lock,
                                                 const base::Clock& system_clock) {
  TRY(const base::Hash key, app::credentials_key(deployment));
  TRY_VOID(app::fill_identifiers(deployment));
  std::unique_ptr<Faces> faces(new Faces(deployment, lock, system_clock, key));
  if (!deployment.settings.front_secret_file.empty()) {
    TRY(faces->shared_.front_secret, read_front_secret(deployment.settings.front_secret_file));
  }
  return faces;
}

bool Faces::serves(std::string_view path) {
  for (const std::string_view prefix : {std::string_view("/desk"), std::string_view("/portal")}) {
    if (path.starts_with(prefix) && (path.size() == prefix.size() || path[prefix.size()] == '/')) return true;
  }
  return false;
}

/// Who asks. A visitor without a session has a key of forms too, so that no other site's page can sign somebody in.
/// unavailable: the store does not answer. Nobody is signed out by that.
base::Result<> Faces::recognise(Call& call, people::Sessions::Use use) {
  const auto given = http::cookie(call.request, cookie_name(call.face));
  if (given) {
    call.form_key = people::csrf_of(*given);
    auto session = shared_.sessions.find(*given, face_name(call.face), use);
    if (!session && session.error().code != base::Errc::denied) return std::unexpected(session.error());
    if (session) {
      auto person = shared_.deployment.people.find(session->person);
      if (!person && person.error().code != base::Errc::not_found) return std::unexpected(person.error());
      if (person) {
        call.viewer = Viewer{std::move(*person), *session};
        return {};
      }
    }
  }
  // A cookie that is no session (any more) serves as the visitor's.
  const bool usable = given && base::hash_from_hex(*given).has_value();
  const std::string visitor = usable ? *given : base::to_hex(shared_.deployment.random.hash());
  call.form_key = people::csrf_of(visitor);
  if (!usable)
    call.set_cookie =
        http::set_cookie(cookie_name(call.face), visitor, cookie_path(call.face), is_secure(call.request));
  return {};
}

http::Response Faces::answer(Call& call) {
  const auto found = table_.find(call.request.method, call.request.path);
  const Route* route = found ? &routes()[found->index] : nullptr;
  const bool writes = call.request.method == "POST";
  std::unique_lock hold(shared_.lock);
  const auto use = route == nullptr ? people::Sessions::Use::somebodys_doing : route->use;
  if (const auto known = recognise(call, use); !known) {
    if (auto form = http::parse_form(call.request); writes && form) call.form = std::move(*form);
    return error_page(call, known.error());
  }
  // Before anybody is signed in, every address asks to sign in: none says whether it is there.
  const bool open = route != nullptr && route->access.kind == Access::Kind::anyone;
  if (!call.viewer && !open) return writes ? sign_in_and_resume(call) : ask_to_sign_in(call);
  if (route == nullptr || !may(*route, call.face, call.viewer)) return not_found(call);
  call.params = found->params;
  if (writes) {
    auto form = http::parse_form(call.request);
    if (!form) return error_page(call, form.error());
    call.form = std::move(*form);
    // Another tab may have signed in again meanwhile: then the form is the old session's.
    if (!http::is_same_origin(call.request) || !people::same_secret(call.form.text(csrf_field), call.form_key))
      return signs_in(*route) ? sign_in_once_more(call) : confirm_again(call);
  }
  if (!route->locked) hold.unlock();
  return route->handler(call);
}

http::Response Faces::handle(const http::Request& request) {
  Call call{.shared = shared_,
            .request = request,
            .face = request.path.starts_with("/portal") ? page::Face::portal : page::Face::desk};
  http::Response response;
  if (request.path == "/desk" || request.path == "/portal") {
    response = see_other(request.path + "/");
  } else if (request.method != "GET" && request.method != "HEAD" && request.method != "POST") {
    response.status = 405;
    response.headers["Allow"] = "GET, HEAD, POST";
  } else {
    response = answer(call);
  }
  if (!call.set_cookie.empty()) response.headers["Set-Cookie"] = call.set_cookie;
  add_security_headers(response);
  return response;
}

}  // namespace writ::faces
