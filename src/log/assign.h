// Step 2 of a tick: which entries, in which order, with which dummies, in one transaction. Inside log/.
#pragma once

#include <optional>

#include "log/sequencer.h"
#include "log/stored.h"

namespace writ::log {

/// nullopt if there is nothing to append (no padding, no entry, no close). When it returns a tick, that is committed:
/// its entries have their indices and the keys of its period (and of the next, after a close) are in the ring. invalid:
/// a cut in the future or before the last one, a close that is not of the next period or not at its end.
base::Result<std::optional<TickRow>> assign(const Services& services, const LogSettings& settings, base::Time cut,
                                            const std::optional<base::Period>& close);

}  // namespace writ::log
