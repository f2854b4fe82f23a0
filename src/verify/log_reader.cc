#include "verify/log_reader.h"

#include <cstring>

namespace writ::verify {

namespace {
base::Hash tile_root(const base::Host& host, std::vector<base::Hash> row) {
  for (std::size_t width = row.size(); width > 1; width /= 2) {
    for (std::size_t i = 0; i < width / 2; ++i) row[i] = log::node_hash(host, row[2 * i], row[2 * i + 1]);
  }
  return row[0];
}
}  // namespace

bool LogReader::take(std::string_view& entry) {
  if (next_ == entries_.size() && !load()) return false;
  entry = entries_[next_++];
  ++position_;
  return true;
}

base::Result<std::string> LogReader::read_file(const log::Tile& tile, bool entries) {
  const auto name = [&](const log::Tile& of) { return entries ? log::entries_path(of) : log::tile_path(of); };
  auto bytes = source_.read(name(tile));
  if (bytes || tile.width == log::tile_width_max) return bytes;
  // A log may delete a partial tile once the full one is there.
  auto full = source_.read(name({tile.level, tile.n, log::tile_width_max}));
  return full ? full : bytes;
}

base::Result<std::vector<std::string_view>> LogReader::reread(std::uint64_t bundle, std::string& kept) {
  const log::Tile tile{0, bundle, log::width_at(0, bundle, size_)};
  TRY(kept, read_file(tile, true));
  return log::parse_bundle(kept, tile.width);
}

bool LogReader::load() {
  if (broken_) return false;
  if (position_ == 0) keep_wanted();  // the root of the empty tree
  if (position_ >= size_) return false;
  progress_.step(position_, size_);
  const std::uint64_t n = position_ / log::tile_width_max;
  auto entries = reread(n, bytes_);
  if (!entries) {
    const std::string name = log::entries_path({0, n, log::width_at(0, n, size_)});
    findings_.report(1, position_, name, entries.error());
    broken_ = true;
    entries_.clear();
    next_ = 0;
    return false;
  }
  entries_ = std::move(*entries);
  next_ = 0;
  hashes_.resize(entries_.size());
  for (std::size_t i = 0; i < entries_.size(); ++i) hashes_[i] = log::leaf_hash(host_, entries_[i]);
  finish_bundle();
  return true;
}

void LogReader::finish_bundle() {
  keep_wanted();
  compare_tile({0, position_ / log::tile_width_max, static_cast<unsigned>(hashes_.size())}, hashes_);
  if (hashes_.size() == log::tile_width_max) {
    const base::Hash root = tile_root(host_, hashes_);
    bundles_.append(host_, root);
    grow(1, root);
  }
  if (position_ + hashes_.size() < size_) return;
  for (unsigned level = 1; level < levels_.size(); ++level) {
    if (levels_[level].empty()) continue;
    const std::uint64_t n = (size_ >> (log::tile_height * level)) / log::tile_width_max;
    compare_tile({level, n, static_cast<unsigned>(levels_[level].size())}, levels_[level]);
  }
  progress_.step(size_, size_);
}

void LogReader::grow(unsigned level, const base::Hash& hash) {
  if (levels_.size() <= level) levels_.resize(level + 1);
  levels_[level].push_back(hash);
  if (levels_[level].size() < log::tile_width_max) return;
  const std::uint64_t hashes = (position_ + log::tile_width_max) >> (8 * level);
  compare_tile({level, hashes / log::tile_width_max - 1, log::tile_width_max}, levels_[level]);
  const base::Hash root = tile_root(host_, levels_[level]);
  levels_[level].clear();
  grow(level + 1, root);
}

void LogReader::compare_tile(const log::Tile& tile, const std::vector<base::Hash>& hashes) {
  const std::string name = log::tile_path(tile);
  const auto bytes = read_file(tile, false);
  if (!bytes) return findings_.report(1, std::nullopt, name, bytes.error());
  const std::size_t whole = log::tile_width_max * sizeof(base::Hash);
  const std::size_t size = hashes.size() * sizeof(base::Hash);
  if (bytes->size() != size && bytes->size() != whole) {
    return findings_.fail(1, std::nullopt,
                          name + " has " + std::to_string(bytes->size()) + " bytes, expected " + std::to_string(size));
  }
  if (std::memcmp(bytes->data(), hashes.data(), size) != 0) {
    findings_.fail(1, std::nullopt, name + " does not hold the hashes of the log's entries");
  }
}

base::Hash LogReader::root_with(std::size_t leaves) const {
  if (leaves == 0) return bundles_.root(host_);
  log::CompactRange tail;
  for (std::size_t i = 0; i < leaves; ++i) tail.append(host_, hashes_[i]);
  return bundles_.root_before(host_, tail.root(host_));
}

void LogReader::keep_wanted() {
  for (auto at = roots_.lower_bound(position_); at != roots_.end() && at->first <= position_ + hashes_.size(); ++at) {
    if (!at->second) at->second = root_with(static_cast<std::size_t>(at->first - position_));
  }
  for (auto at = leaves_.lower_bound(position_); at != leaves_.end() && at->first < position_ + hashes_.size(); ++at) {
    at->second = hashes_[static_cast<std::size_t>(at->first - position_)];
  }
}

std::optional<base::Hash> LogReader::root_at(std::uint64_t size) const {
  const auto found = roots_.find(size);
  return found == roots_.end() ? std::nullopt : found->second;
}

std::optional<base::Hash> LogReader::leaf_at(std::uint64_t index) const {
  const auto found = leaves_.find(index);
  return found == leaves_.end() ? std::nullopt : found->second;
}

}  // namespace writ::verify
