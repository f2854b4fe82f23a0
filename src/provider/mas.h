// A connector that reads the Matrix Authentication Service's PostgreSQL database through functions that the operator
// has installed (install_sql.h, docs/provider-mas.md). It stands beside Synapse's: accounts have Matrix ids.
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind mas. `server_name` is the homeserver's, as ids end.
base::Result<std::unique_ptr<Source>> make_mas(std::string name, Keys& keys);

}  // namespace writ::provider
