// A connector that reads the database of Teamgram, an open server of the Telegram protocol, in MariaDB or MySQL
// (domain.md section 7, docs/provider-teamgram.md). Tested with its schema of June 2026.
#pragma once

#include <memory>
#include <string>

#include "provider/open.h"

namespace writ::provider {

/// A `[[source]]` of kind teamgram.
base::Result<std::unique_ptr<Source>> make_teamgram(std::string name, Keys& keys);

}  // namespace writ::provider
