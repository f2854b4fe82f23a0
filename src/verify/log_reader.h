// Reads a published log once, from its first entry to its last, and recomputes every tile and root on the way (rule 1).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/host.h"
#include "base/progress.h"
#include "log/format/tiles.h"
#include "log/format/tree.h"
#include "verify/findings.h"

namespace writ::verify {

class LogReader {
 public:
  LogReader(const base::Host& host, Source& source, std::uint64_t size, Findings& findings, base::Progress& progress)
      : host_(host), source_(source), size_(size), findings_(findings), progress_(progress) {}

  /// Before the first entry is taken: which roots and leaves to remember.
  void want_root(std::uint64_t size) { roots_.emplace(size, std::nullopt); }
  void want_leaf(std::uint64_t index) { leaves_.emplace(index, std::nullopt); }

  /// Index of the entry that take() gives next.
  std::uint64_t position() const { return position_; }
  /// False at the end, or when the log could not be read on (said in the findings).
  bool take(std::string_view& entry);
  bool broken() const { return broken_; }

  /// nullopt if the reader did not get there.
  std::optional<base::Hash> root_at(std::uint64_t size) const;
  std::optional<base::Hash> leaf_at(std::uint64_t index) const;

  /// The entries of one bundle again, as views into `kept`.
  base::Result<std::vector<std::string_view>> reread(std::uint64_t bundle, std::string& kept);

 private:
  bool load();
  void finish_bundle();
  void keep_wanted();
  base::Hash root_with(std::size_t leaves) const;
  /// Appends a hash to a level above 0; a full tile is compared and carried up.
  void grow(unsigned level, const base::Hash& hash);
  void compare_tile(const log::Tile& tile, const std::vector<base::Hash>& hashes);
  base::Result<std::string> read_file(const log::Tile& tile, bool entries);

  const base::Host& host_;
  Source& source_;
  std::uint64_t size_;
  Findings& findings_;
  base::Progress& progress_;
  std::uint64_t position_ = 0;
  bool broken_ = false;
  std::string bytes_;                            // of the bundle at hand
  std::vector<std::string_view> entries_;        // views into bytes_
  std::size_t next_ = 0;                         // in entries_
  std::vector<base::Hash> hashes_;               // leaf hashes of entries_
  log::CompactRange bundles_;                    // over the roots of full bundles
  std::vector<std::vector<base::Hash>> levels_;  // levels_[l]: the tile in growth at level l; level 0 is unused
  std::map<std::uint64_t, std::optional<base::Hash>> roots_;
  std::map<std::uint64_t, std::optional<base::Hash>> leaves_;
};

}  // namespace writ::verify
