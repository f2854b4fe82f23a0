// Appends what the journal holds to the public log: ticks, dummies, tiles, checkpoint (counted-log.md section 3).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/files.h"
#include "base/host.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/keys.h"
#include "log/journal.h"
#include "store/db.h"

namespace writ::log {

std::vector<store::Migration> migrations();

struct LogSettings {
  std::string origin;                // key name of the log; `/test` at its end = a test log
  base::Path folder;                 // the public tree: checkpoint, tile/...
  std::optional<base::Path> mirror;  // second storage: one encrypted append file a day
  bool padding = true;
  std::uint64_t tick_entries_min = 16;
  /// What the trust policy says of witnesses: its lines `witness`, `group`, `quorum`, `#writ-key`.
  std::string witnesses = "quorum none\n";
};

/// Step 5: asks witnesses for cosignatures of a signed checkpoint.
class Cosigner {
 public:
  virtual ~Cosigner() = default;
  /// The lines to add, each ending in LF; only those that verify may be returned. May be empty: a missing quorum never
  /// delays a lawful answer.
  virtual std::string cosign(std::string_view signed_checkpoint, std::uint64_t old_size) = 0;
  /// How many witnesses have no line on it.
  virtual std::size_t missing(std::string_view signed_checkpoint) const = 0;
};
/// For a log without witnesses.
class NoCosigner final : public Cosigner {
 public:
  std::string cosign(std::string_view, std::uint64_t) override { return {}; }
  std::size_t missing(std::string_view) const override { return 0; }
};

struct Services {
  store::Db& db;
  base::Files& files;
  crypto::KeyRing& keys;
  const crypto::SigningKey& log_key;
  const crypto::SigningKey& promise_key;
  base::Clock& clock;
  base::Random& random;
  const base::Host& host;
  Cosigner& cosigner;
};

/// The journal whose promises are signed with the promise key. Refuses (invalid) a predictable Random for an origin
/// that does not end in /test.
base::Result<std::unique_ptr<Journal>> make_journal(const Services& services, const LogSettings& settings);

struct Tick {
  std::uint64_t first = 0;    // first index of this tick
  std::uint64_t size = 0;     // log size after it
  std::uint64_t entries = 0;  // real ones among them
  std::optional<std::uint64_t> close_index;
};

class Sequencer {
 public:
  /// Takes the store's lock for this log (conflict if another holds it), then recovers: integrates again what has an
  /// index beyond the stored size, byte-identical; puts the stored checkpoint in place where the file differs;
  /// recomputes the root from the tiles (corrupt if they disagree) before anything is signed.
  static base::Result<std::unique_ptr<Sequencer>> open(Services services, LogSettings settings);
  virtual ~Sequencer() = default;

  /// Appends what was committed before `cut`, in random order with dummies; a period adds its `close` as last entry and
  /// changes K. Entries committed at or after the cut wait. After an error of unavailable from fsync the process must
  /// stop.
  virtual base::Result<Tick> tick(base::Time cut, const std::optional<base::Period>& close) = 0;

  /// Asks again the witnesses that have no line on the last tick's checkpoint, and publishes it with what they add. Gives
  /// how many are still missing; 0 before the first tick.
  virtual base::Result<std::size_t> cosign_again() = 0;

  /// The last signed checkpoint, with the lines of witnesses so far; empty before the first tick.
  virtual std::string checkpoint() const = 0;
  virtual std::uint64_t size() const = 0;
};

/// The cut of the log's first tick; nullopt before.
base::Result<std::optional<base::Time>> first_tick_at(store::Db& db);

/// The four files of a receipt (section 4); the two of the proof are empty before the entry's tick.
struct Receipt {
  std::string folder;  // "" or "decision-1" ...
  std::string promise;
  std::string promise_opening;
  std::string proof;    // receipt.tlog-proof
  std::string opening;  // receipt.opening.json
};
/// All receipts of a case, in order of commitment. not_found if the case left no entry.
base::Result<std::vector<Receipt>> receipts_of(store::Db& db, crypto::KeyRing& keys, const base::Files& files,
                                               const LogSettings& settings, std::string_view case_ref);

/// "<id>.tlog-proof" for every policy entry in the published log: what the paths in writ.json's `policies` lead to.
base::Result<std::vector<std::pair<std::string, std::string>>> policy_proofs(const Services& services,
                                                                             const LogSettings& settings);

/// A tlog-policy for readers: `log` line with the vkey, `#writ-promise` comment, and the settings' lines on witnesses.
std::string policy_file(const Services& services, const LogSettings& settings);

/// The document of /.well-known/writ.json (section 4). Paths are relative to it.
struct WellKnownPaths {
  std::string log;  // "../log/"
  std::string policy;
  std::string policies;  // folder of "<id>.tlog-proof" and "<id>.toml"
  std::string bundles;   // folder of the periods' bundles
};
base::Result<std::string> well_known(const Services& services, const LogSettings& settings,
                                     const WellKnownPaths& paths);

}  // namespace writ::log
