// Access records in a PostgreSQL table partitioned by ranges of time (docs/provider-access-stores.md).
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind pg_partitions.
base::Result<std::unique_ptr<Source>> make_pg_partitions(std::string name, Keys& keys);

}  // namespace writ::provider
