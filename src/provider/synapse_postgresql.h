// A connector that reads a Synapse homeserver's PostgreSQL database through functions that the operator has installed
// (install_sql.h, docs/provider-synapse.md): its role can read no table.
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind synapse_postgresql.
base::Result<std::unique_ptr<Source>> make_synapse_postgresql(std::string name, Keys& keys);

}  // namespace writ::provider
