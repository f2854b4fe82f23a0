// What must hold before a key of this log is used. Inside log/.
#pragma once

#include "log/sequencer.h"

namespace writ::log {

/// invalid: an origin that is no key name, or a predictable Random for an origin that does not end in /test.
base::Result<> check_settings(const Services& services, const LogSettings& settings);

}  // namespace writ::log
