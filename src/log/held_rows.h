// What bundles print of held requests, and what is kept of them once their period's seeds are forgotten. Inside log/.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "log/format/opening.h"
#include "log/rows.h"

namespace writ::log {

/// Of every held request: its kept line, or nothing before publication.
class HeldRows {
 public:
  base::Result<> read(store::Db& db);
  bool contains(const base::Hash& request) const { return lines_.contains(request); }
  /// The held line of section 5 with LF.
  base::Result<std::string> text(const base::Host& host, KeyCache& keys, const EntryRow& row) const;

 private:
  std::map<base::Hash, std::optional<std::string>> lines_;
};

/// In place of rows.h store_plain() for a held request: its line is kept, and its seed goes under the key of its case,
/// so that the sender's receipt can still be made while the case is there.
base::Result<> keep_held(store::Db& db, const base::Host& host, KeyCache& keys, base::Random& random,
                         const EntryRow& row);

}  // namespace writ::log
