// ejabberd: accounts in its SQL store, addresses and source ports in its log (domain.md section 7,
// docs/provider-ejabberd.md). Tested with Debian's 23.01.
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind ejabberd. Its own keys: domain, log, store (sqlite, postgresql, mariadb, or mnesia: accounts
/// are then known from the log alone), new_schema, database_zone.
base::Result<std::unique_ptr<Source>> make_ejabberd(std::string name, Keys& keys);

}  // namespace writ::provider
