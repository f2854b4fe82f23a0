// C2SP tlog-tiles v0.1.0 as arithmetic: names, widths, what a growing tree changes, entry bundles. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/host.h"
#include "base/result.h"
#include "log/format/tree.h"

namespace writ::log {

constexpr unsigned tile_height = 8;
constexpr unsigned tile_width_max = 256;
/// A bundle's entry has a uint16 length.
constexpr std::size_t entry_bytes_max = 65535;

/// A hash tile of `level`, or an entry bundle (level 0 by convention). `width` 1..256; below 256 it is partial.
struct Tile {
  unsigned level = 0;
  std::uint64_t n = 0;
  unsigned width = tile_width_max;
  bool operator==(const Tile&) const = default;
};

/// "tile/0/x001/x234/067" or "tile/0/x001/x234/067.p/112"
std::string tile_path(const Tile& tile);
/// "tile/entries/x001/x234/067" likewise; the tile's level is not looked at.
std::string entries_path(const Tile& tile);

/// Number of hashes of tile (level, n) in a tree of `size` leaves; 0 = there is no such tile.
unsigned width_at(unsigned level, std::uint64_t n, std::uint64_t size);

/// Tiles that a tree of `new_size` has and one of `old_size` has not, or has narrower: level by level, ascending.
std::vector<Tile> changed_tiles(std::uint64_t old_size, std::uint64_t new_size);
/// The same for entry bundles.
std::vector<Tile> changed_bundles(std::uint64_t old_size, std::uint64_t new_size);

/// The bytes of a tile: its hashes, 32 bytes each.
base::Result<std::string> tile_bytes(const Tile& tile, const SubtreeReader& read);

/// Bytes of the tile as stored; the full tile may stand in for a partial one.
using TileReader = std::function<base::Result<std::string>(const Tile& tile)>;
/// Subtree hashes of a tree of `size` leaves out of its tiles, for proofs. Keeps the tiles it has read. corrupt if a
/// tile is shorter than its width.
SubtreeReader read_from_tiles(const base::Host& host, std::uint64_t size, TileReader read);

/// Appends length and entry. CHECKs entry_bytes_max.
void append_to_bundle(std::string& bundle, std::string_view entry);
/// The first `width` entries, as views into `bundle`. invalid if the bundle is cut off; more entries than `width` are
/// refused unless there are exactly 256 (the full bundle standing in for a partial one).
base::Result<std::vector<std::string_view>> parse_bundle(std::string_view bundle, unsigned width);

}  // namespace writ::log
