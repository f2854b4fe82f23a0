// One request to the portal or the desk, with all that a handler may use. Handlers are plain functions of a call.
#pragma once

#include <initializer_list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/deployment.h"
#include "faces/pictures.h"
#include "http/form.h"
#include "http/router.h"
#include "page/document.h"
#include "page/locale.h"
#include "people/credentials.h"
#include "people/sessions.h"

namespace writ::faces {

/// Who is signed in.
struct Viewer {
  people::Person person;
  people::Session session;
};

/// What all calls share. `system_clock` is that of sessions and codes; a case's time is the deployment's clock.
struct Shared {
  app::Deployment& deployment;
  std::mutex& lock;  // of the deployment: casework takes one thread at a time
  const base::Clock& system_clock;
  people::Sessions sessions;
  people::Credentials credentials;
  Pictures pictures{};
  std::string front_secret = {};  // what the front says with a client certificate; empty: there are none
};

struct Call {
  Shared& shared;
  const http::Request& request;
  page::Face face = page::Face::desk;
  http::Params params = {};  // of the route's pattern
  http::Form form = {};      // of a POST
  std::optional<Viewer> viewer = {};
  std::string form_key = {};  // what hidden field `csrf` of this page's forms must hold
  std::string set_cookie = {};
  const page::Locale* language = nullptr;  // found once for a call, by words()

  app::Deployment& deployment() { return shared.deployment; }
  /// Only in routes that need a person.
  const people::Person& person() const { return viewer->person; }
  const std::string& param(std::string_view name) const { return params.find(std::string(name))->second; }
  /// Of the query; empty if absent.
  std::string query(std::string_view name) const {
    const auto found = request.query.find(std::string(name));
    return found == request.query.end() ? std::string() : found->second;
  }
  bool has_role(std::string_view role) const { return viewer && people::has_role(viewer->person, role); }
  /// "/desk/" or "/portal/".
  std::string_view home() const { return face == page::Face::portal ? "/portal/" : "/desk/"; }
};

using Handler = http::Response (*)(Call&);

/// Who may ask for a route. What a person may not ask for answers as if it were not there.
struct Access {
  enum class Kind : std::uint8_t {
    anyone,  // sign-in itself, assets
    signed_in,
    roles,  // one of those named
  };
  Kind kind = Kind::signed_in;
  std::vector<std::string_view> roles = {};
};
inline Access anyone() { return {Access::Kind::anyone, {}}; }
inline Access signed_in() { return {Access::Kind::signed_in, {}}; }
inline Access roles(std::initializer_list<std::string_view> names) { return {Access::Kind::roles, names}; }

struct Route {
  std::string_view method;   // GET or POST
  std::string_view pattern;  // "/desk/cases/{ref}"
  Access access;
  Handler handler;
  /// False: the handler takes the lock itself, because it works long (password hashes, pictures).
  bool locked = true;
  /// nobodys_doing: a page asks for it by itself, again and again.
  people::Sessions::Use use = people::Sessions::Use::somebodys_doing;
};

}  // namespace writ::faces
