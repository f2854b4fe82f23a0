// Cookies (RFC 6265): reading the one that we set, and setting it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "http/server.h"

namespace writ::http {

/// Its value; nullopt if it is absent or stands twice (then somebody else set one of them).
std::optional<std::string> cookie(const Request& request, std::string_view name);

/// A cookie that scripts cannot read and that no other site's request carries (SameSite=Strict). `value` is of
/// [A-Za-z0-9_-]. Not persistent: it ends with the browser, the session itself ends sooner.
std::string set_cookie(std::string_view name, std::string_view value, std::string_view path, bool secure);
/// Takes it away again.
std::string clear_cookie(std::string_view name, std::string_view path, bool secure);

/// True for names that only this machine or an onion service can have: there is no TLS, and a Secure cookie would be
/// lost. `host` is the Host field.
bool is_plain_host(std::string_view host);

/// False if the request says that another site's page made it: Sec-Fetch-Site other than same-origin or none, or an
/// Origin whose host is not the Host field. A browser that sends neither is judged by the session's token alone.
bool is_same_origin(const Request& request);

}  // namespace writ::http
