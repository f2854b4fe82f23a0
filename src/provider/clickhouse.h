// Access records in a ClickHouse cluster (docs/provider-access-stores.md).
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind clickhouse.
base::Result<std::unique_ptr<Source>> make_clickhouse(std::string name, Keys& keys);

}  // namespace writ::provider
