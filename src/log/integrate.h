// Step 3 of a tick: the tiles and entry bundles of a grown log, out of stored entries. Inside log/.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/host.h"
#include "base/result.h"
#include "log/format/tiles.h"

namespace writ::log {

/// Reads tiles below `folder`; a full tile stands in for a partial one that was removed.
TileReader disk_tiles(const base::Files& files, const base::Path& folder);

/// Root of the tree of `size` leaves, from the tiles below `folder` (a few along its right edge). `host` is only used
/// during the call.
base::Result<base::Hash> root_on_disk(const base::Host& host, const base::Files& files, const base::Path& folder,
                                      std::uint64_t size);

struct Growth {
  std::uint64_t old_size = 0;
  base::Hash old_root{};
  std::uint64_t new_size = 0;
  /// From the first leaf of the level-0 tile that `old_size` falls in, to `new_size`.
  std::vector<base::Hash> body_roots;
  static std::uint64_t first_leaf(std::uint64_t old_size) { return old_size / tile_width_max * tile_width_max; }
};
struct Integrated {
  std::vector<std::pair<base::Path, std::string>> files;  // bundles, then tiles, below the folder
  base::Hash root{};
};
/// Computes; writes nothing. corrupt if the tiles and stored entries do not give `old_root` at `old_size`.
base::Result<Integrated> integrate(const base::Host& host, const base::Files& files, const base::Path& folder,
                                   const Growth& growth);

/// Removes partial tiles and bundles whose full form exists (tlog-tiles, "Partial Tiles"); readers then take the full
/// one.
void drop_partial_tiles(const base::Files& files, const base::Path& folder, std::uint64_t old_size,
                        std::uint64_t new_size);

}  // namespace writ::log
