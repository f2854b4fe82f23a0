// Prosody: accounts, and the last event of each kind from mod_lastlog2 (domain.md section 7, docs/provider-prosody.md).
// Tested with Debian's 0.12, internal and SQL storage.
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind prosody. Its own keys: domain, store (internal, sqlite, postgresql, mariadb), data_path.
base::Result<std::unique_ptr<Source>> make_prosody(std::string name, Keys& keys);

}  // namespace writ::provider
