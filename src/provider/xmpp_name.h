// Names of XMPP accounts in selectors (RFC 7622). Inside of the room.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "legal/request.h"

namespace writ::provider::xmpp {

/// What stands before the `@`, or all; in lower case as the servers store it (ASCII; other letters as they are).
std::string local_part(std::string_view name);

/// Of a user name or id: not empty, no blank, control character or one of `"&'/:<>`, at most 1023 bytes; with a domain,
/// this server's. Other kinds of selector pass.
base::Result<> check_selector(const legal::Selector& selector, std::string_view domain);

}  // namespace writ::provider::xmpp
