// Second storage (counted-log.md section 3): what a tick appended, encrypted, in one append-only file a day, fsynced
// before the tick's checkpoint is signed. Layout in docs/formats/log-store.md.
#pragma once

#include <string>
#include <vector>

#include "base/files.h"
#include "base/result.h"
#include "log/rows.h"
#include "log/stored.h"

namespace writ::log {

/// A tick as the mirror holds it: everything that is needed to build its part of the log and to open its entries.
struct MirrorTick {
  TickRow tick;
  base::Hash dummies_key{};       // K of the period; zeros if the tick is not padded
  std::vector<EntryRow> entries;  // `seed_key` is nullopt: `opening` is plain, `private_part` stays sealed
};

/// Sealed under the period's seeds key, so that destroying it erases the seeds here too.
base::Result<std::string> mirror_record(KeyCache& keys, base::Random& random, const MirrorTick& tick);

/// Every record of a day's file that is whole; a torn one (the process died while it appended) is passed over, because
/// the tick is appended again at the next start. corrupt if a whole line does not open.
base::Result<std::vector<MirrorTick>> read_mirror(KeyCache& keys, std::string_view content);

base::Path mirror_file(const base::Path& folder, base::Time now);

}  // namespace writ::log
