// A connector of any SQL store, by a mapping file that its operator writes.
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind sql: `mapping` names the file; the rest is the connection of the mapping's engine.
base::Result<std::unique_ptr<Source>> make_mapped(std::string name, Keys& keys);

}  // namespace writ::provider
