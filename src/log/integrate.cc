#include "log/integrate.h"

#include <map>

#include "log/format/entry.h"

namespace writ::log {

namespace {

using Overlay = std::map<std::string, std::string>;  // tile path -> bytes

TileReader overlaid(const Overlay& fresh, TileReader disk) {
  return [&fresh, disk = std::move(disk)](const Tile& tile) -> base::Result<std::string> {
    if (const auto found = fresh.find(tile_path(tile)); found != fresh.end()) return found->second;
    return disk(tile);
  };
}

base::Hash hash_at(std::string_view bytes, std::size_t slot) { return value_hash(bytes.substr(slot * 32, 32)); }

base::Hash root_of_tile(const base::Host& host, std::string_view bytes) {
  CompactRange range;
  for (std::size_t i = 0; i < tile_width_max; ++i) range.append(host, hash_at(bytes, i));
  return range.root(host);
}

std::string bundle_bytes(const Growth& growth, const Tile& tile) {
  std::string bytes;
  const std::uint64_t first = tile.n * tile_width_max - Growth::first_leaf(growth.old_size);
  for (unsigned i = 0; i < tile.width; ++i) append_to_bundle(bytes, entry_bytes(growth.body_roots[first + i]));
  return bytes;
}

std::string leaf_tile(const base::Host& host, const Growth& growth, const Tile& tile) {
  std::string bytes;
  const std::uint64_t first = tile.n * tile_width_max - Growth::first_leaf(growth.old_size);
  for (unsigned i = 0; i < tile.width; ++i)
    bytes += base::text(leaf_hash(host, entry_bytes(growth.body_roots[first + i])));
  return bytes;
}

/// The hashes it had, then the roots of the tiles below that this growth has filled.
base::Result<std::string> upper_tile(const base::Host& host, const TileReader& read, const Growth& growth,
                                     const Tile& tile) {
  std::string bytes;
  const unsigned had = width_at(tile.level, tile.n, growth.old_size);
  if (had > 0) {
    TRY(bytes, read({tile.level, tile.n, had}));
    if (bytes.size() < had * sizeof(base::Hash)) {
      return base::fail(base::Errc::corrupt, tile_path({tile.level, tile.n, had}), std::to_string(bytes.size()),
                        "is shorter than its hashes");
    }
    bytes.resize(had * sizeof(base::Hash));
  }
  for (unsigned i = had; i < tile.width; ++i) {
    TRY(const std::string below, read({tile.level - 1, tile.n * tile_width_max + i}));
    bytes += base::text(root_of_tile(host, below));
  }
  return bytes;
}

base::Result<base::Hash> tree_root(const base::Host& host, const SubtreeReader& read, std::uint64_t size) {
  if (size == 0) return empty_root(host);
  return range_root(host, read, 0, size);
}

}  // namespace

TileReader disk_tiles(const base::Files& files, const base::Path& folder) {
  return [&files, folder](const Tile& tile) -> base::Result<std::string> {
    auto bytes = files.read(folder / tile_path(tile));
    if (bytes || tile.width == tile_width_max || bytes.error().code != base::Errc::not_found) return bytes;
    return files.read(folder / tile_path({tile.level, tile.n}));
  };
}

base::Result<base::Hash> root_on_disk(const base::Host& host, const base::Files& files, const base::Path& folder,
                                      std::uint64_t size) {
  return tree_root(host, read_from_tiles(host, size, disk_tiles(files, folder)), size);
}

base::Result<Integrated> integrate(const base::Host& host, const base::Files& files, const base::Path& folder,
                                   const Growth& growth) {
  CHECK_INVARIANT(growth.body_roots.size() == growth.new_size - Growth::first_leaf(growth.old_size));
  Integrated out;
  Overlay fresh;
  const TileReader read = overlaid(fresh, disk_tiles(files, folder));
  for (const Tile& bundle : changed_bundles(growth.old_size, growth.new_size)) {
    out.files.emplace_back(folder / entries_path(bundle), bundle_bytes(growth, bundle));
  }
  for (const Tile& tile : changed_tiles(growth.old_size, growth.new_size)) {
    std::string bytes;
    if (tile.level == 0) {
      bytes = leaf_tile(host, growth, tile);
    } else {
      TRY(bytes, upper_tile(host, read, growth, tile));
    }
    out.files.emplace_back(folder / tile_path(tile), bytes);
    fresh.emplace(tile_path(tile), std::move(bytes));
  }
  const SubtreeReader tree = read_from_tiles(host, growth.new_size, read);
  // What was read from the disk is trusted only if it still gives the root that was signed.
  TRY(const base::Hash before, tree_root(host, tree, growth.old_size));
  if (before != growth.old_root) {
    return base::fail(base::Errc::corrupt, folder.string(), base::to_hex(before),
                      "tiles and stored entries do not give the signed root " + base::to_hex(growth.old_root) +
                          " at size " + std::to_string(growth.old_size));
  }
  TRY(out.root, tree_root(host, tree, growth.new_size));
  return out;
}

void drop_partial_tiles(const base::Files& files, const base::Path& folder, std::uint64_t old_size,
                        std::uint64_t new_size) {
  const auto drop = [&](const base::Path& full) {
    // Only a saving of space: a folder that cannot be removed is met again by nobody but the reader of old sizes.
    std::error_code ignored;
    if (files.exists(full)) std::filesystem::remove_all(base::Path(full).concat(".p"), ignored);
  };
  for (const Tile& tile : changed_tiles(old_size, new_size)) {
    if (tile.width == tile_width_max) drop(folder / tile_path(tile));
  }
  for (const Tile& bundle : changed_bundles(old_size, new_size)) {
    if (bundle.width == tile_width_max) drop(folder / entries_path(bundle));
  }
}

}  // namespace writ::log
