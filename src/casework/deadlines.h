// When an answer is due.
#pragma once

#include <string_view>

#include "base/time.h"

namespace writ::casework {

/// The last lawful moment to answer, from the moment of receipt.
base::Time due_at(std::string_view instrument, bool emergency, base::Time received_at);

}  // namespace writ::casework
