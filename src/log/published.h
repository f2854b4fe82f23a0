// Proofs out of the published log. Inside log/.
#pragma once

#include <optional>
#include <string>

#include "base/files.h"
#include "base/host.h"
#include "log/stored.h"

namespace writ::log {

/// tlog-proof@v1 of `index` under a published checkpoint (a signed note) that covers it.
base::Result<std::string> proof_under(const base::Host& host, const base::Files& files, const base::Path& folder,
                                      std::uint64_t index, const std::string& checkpoint);

/// The proof under the checkpoint of the entry's own tick; nullopt before that is published.
base::Result<std::optional<std::string>> proof_of(store::Db& db, const base::Host& host, const base::Files& files,
                                                  const base::Path& folder, const EntryRow& row);

}  // namespace writ::log
