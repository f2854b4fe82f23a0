#include "log/format/tiles.h"

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

namespace writ::log {

namespace {
constexpr std::size_t hash_bytes = 32;

/// 1234067 -> "x001/x234/067"
std::string index_path(std::uint64_t n) {
  std::string path;
  for (bool last = true; last || n > 0; last = false, n /= 1000) {
    std::string digits = std::to_string(n % 1000);
    digits.insert(0, 3 - digits.size(), '0');
    path = last ? digits : "x" + digits + "/" + path;
  }
  return path;
}

std::string with_width(std::string path, unsigned width) {
  if (width < tile_width_max) path += ".p/" + std::to_string(width);
  return path;
}

/// Hashes at tile level `level` of a tree of `size` leaves: floor(size / 256^level).
std::uint64_t hashes_at(unsigned level, std::uint64_t size) {
  return level * tile_height >= 64 ? 0 : size >> (level * tile_height);
}

void append_changed(unsigned level, std::uint64_t old_size, std::uint64_t new_size, std::vector<Tile>& out) {
  const std::uint64_t before = hashes_at(level, old_size);
  const std::uint64_t after = hashes_at(level, new_size);
  if (before >= after) return;
  for (std::uint64_t n = before / tile_width_max; n * tile_width_max < after; ++n) {
    out.push_back({level, n, width_at(level, n, new_size)});
  }
}

base::Hash hash_at(std::string_view tile, std::uint64_t slot) {
  base::Hash hash;
  std::copy_n(tile.begin() + static_cast<std::ptrdiff_t>(slot * hash_bytes), hash_bytes, hash.begin());
  return hash;
}
}  // namespace

std::string tile_path(const Tile& tile) {
  return with_width("tile/" + std::to_string(tile.level) + "/" + index_path(tile.n), tile.width);
}

std::string entries_path(const Tile& tile) { return with_width("tile/entries/" + index_path(tile.n), tile.width); }

unsigned width_at(unsigned level, std::uint64_t n, std::uint64_t size) {
  const std::uint64_t hashes = hashes_at(level, size);
  if (n > hashes / tile_width_max) return 0;
  return static_cast<unsigned>(std::min<std::uint64_t>(tile_width_max, hashes - n * tile_width_max));
}

std::vector<Tile> changed_tiles(std::uint64_t old_size, std::uint64_t new_size) {
  std::vector<Tile> tiles;
  for (unsigned level = 0; hashes_at(level, new_size) > 0; ++level) append_changed(level, old_size, new_size, tiles);
  return tiles;
}

std::vector<Tile> changed_bundles(std::uint64_t old_size, std::uint64_t new_size) {
  std::vector<Tile> bundles;
  append_changed(0, old_size, new_size, bundles);
  return bundles;
}

base::Result<std::string> tile_bytes(const Tile& tile, const SubtreeReader& read) {
  std::string bytes;
  for (unsigned i = 0; i < tile.width; ++i) {
    TRY(const base::Hash hash, read(tile.level * tile_height, tile.n * tile_width_max + i));
    bytes += base::text(hash);
  }
  return bytes;
}

SubtreeReader read_from_tiles(const base::Host& host, std::uint64_t size, TileReader read) {
  auto kept = std::make_shared<std::map<std::pair<unsigned, std::uint64_t>, std::string>>();
  return [&host, size, read = std::move(read), kept](unsigned level, std::uint64_t index) -> base::Result<base::Hash> {
    const unsigned tile_level = level / tile_height;
    const unsigned above = level % tile_height;
    const std::uint64_t first = index << above;
    const std::uint64_t n = first / tile_width_max;
    auto found = kept->find({tile_level, n});
    if (found == kept->end()) {
      const Tile tile{tile_level, n, width_at(tile_level, n, size)};
      if (tile.width == 0) return base::invalid(tile_path({tile_level, n}), "", "is not a tile of this tree");
      TRY(std::string bytes, read(tile));
      if (bytes.size() < tile.width * hash_bytes) {
        return base::fail(base::Errc::corrupt, tile_path(tile), std::to_string(bytes.size()),
                          "is shorter than its hashes");
      }
      found = kept->emplace(std::pair{tile_level, n}, std::move(bytes)).first;
    }
    const std::uint64_t slot = first % tile_width_max;
    const std::uint64_t count = std::uint64_t{1} << above;
    if ((slot + count) * hash_bytes > found->second.size()) {
      return base::invalid(tile_path({tile_level, n}), "", "does not reach this subtree");
    }
    CompactRange range;
    for (std::uint64_t i = 0; i < count; ++i) range.append(host, hash_at(found->second, slot + i));
    return range.root(host);
  };
}

void append_to_bundle(std::string& bundle, std::string_view entry) {
  CHECK_INVARIANT(entry.size() <= entry_bytes_max);
  bundle += static_cast<char>(entry.size() >> 8);
  bundle += static_cast<char>(entry.size() & 0xff);
  bundle += entry;
}

base::Result<std::vector<std::string_view>> parse_bundle(std::string_view bundle, unsigned width) {
  std::vector<std::string_view> entries;
  entries.reserve(width);
  while (!bundle.empty()) {
    if (bundle.size() < 2) return base::invalid("entry bundle", "", "ends inside a length");
    const std::size_t size =
        static_cast<std::size_t>(static_cast<std::uint8_t>(bundle[0])) << 8 | static_cast<std::uint8_t>(bundle[1]);
    if (bundle.size() - 2 < size) return base::invalid("entry bundle", "", "ends inside an entry");
    entries.push_back(bundle.substr(2, size));
    bundle.remove_prefix(2 + size);
    if (entries.size() > tile_width_max) return base::invalid("entry bundle", "", "has more than 256 entries");
  }
  if (entries.size() < width || (entries.size() > width && entries.size() != tile_width_max)) {
    return base::invalid("entry bundle", std::to_string(entries.size()),
                         "has not the expected " + std::to_string(width) + " entries");
  }
  entries.resize(width);
  return entries;
}

}  // namespace writ::log
