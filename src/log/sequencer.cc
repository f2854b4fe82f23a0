#include "log/sequencer.h"

#include "log/assign.h"
#include "log/format/checkpoint.h"
#include "log/integrate.h"
#include "log/lock.h"
#include "log/mirror.h"
#include "log/promise.h"
#include "log/settings.h"
#include "log/stored.h"

namespace writ::log {

namespace {

constexpr const char* checkpoint_name = "checkpoint";

/// Beside the store's file; a store in memory has no other process, so the log's folder stands in.
base::Result<base::Path> lock_path(store::Db& db, const base::Path& folder) {
  std::string file;
  TRY_VOID(db.query("PRAGMA database_list", {}, [&](const store::Row& row) -> base::Result<> {
    if (row.text(1) == "main") file = row.text(2);
    return {};
  }));
  if (file.empty()) return base::Path(folder / "").parent_path().concat(".lock");
  return base::Path(file + "-sequencer.lock");
}

base::Error stopped(const base::Error& cause) {
  return {base::Errc::unavailable, "log", cause.message(),
          "the sequencer stopped after this error: what the disk holds is unknown, restart the process"};
}

class DiskSequencer final : public Sequencer {
 public:
  DiskSequencer(Services services, LogSettings settings, Lock lock)
      : services_(services), settings_(std::move(settings)), lock_(std::move(lock)) {}

  base::Result<Tick> tick(base::Time cut, const std::optional<base::Period>& close) override {
    if (stopped_) return std::unexpected(*stopped_);
    auto assigned = assign(services_, settings_, cut, close);
    if (!assigned) {
      const base::Errc code = assigned.error().code;
      // A refused cut or close has written nothing; after anything else the store itself is in doubt.
      if (code != base::Errc::invalid) stopped_ = stopped(assigned.error());
      return std::unexpected(std::move(assigned).error());
    }
    if (!*assigned) return Tick{state_.size, state_.size, 0, {}};
    const TickRow& row = **assigned;
    if (auto done = complete(row); !done) {
      stopped_ = stopped(done.error());
      return std::unexpected(
          base::Error{base::Errc::unavailable, done.error().field, done.error().value, done.error().rule});
    }
    TRY(const auto entries,
        services_.db.integer("SELECT COUNT(*) FROM log_entry WHERE idx >= ? AND idx < ?", {row.first, row.size}));
    return Tick{row.first, row.size, static_cast<std::uint64_t>(entries.value_or(0)), row.close_index};
  }

  base::Result<std::size_t> cosign_again() override {
    if (stopped_) return std::unexpected(*stopped_);
    auto missing = ask_again();
    if (!missing) stopped_ = stopped(missing.error());
    return missing;
  }

  std::uint64_t size() const override { return state_.size; }
  std::string checkpoint() const override { return state_.checkpoint; }

  base::Result<> recover() {
    TRY_VOID(ensure_state(services_.db, services_.host, settings_.origin));
    TRY(state_, read_state(services_.db));
    TRY_VOID(check_store());
    TRY_VOID(restore_checkpoint());
    if (state_.size > 0) {
      TRY(const auto last, tick_of(services_.db, state_.size - 1));
      if (!last || last->size != state_.size) {
        return base::fail(base::Errc::corrupt, "log_tick", std::to_string(state_.size),
                          "no tick ends at the signed size");
      }
      if (!last->published_at) TRY_VOID(publish(*last));
    }
    TRY(const std::vector<TickRow> waiting, ticks_of(services_.db, state_.size, state_.sequenced));
    for (const TickRow& tick : waiting) TRY_VOID(complete(tick));
    return {};
  }

 private:
  /// The tiles must give the root that was signed, by this key, before anything more is signed.
  base::Result<> check_store() const {
    if (state_.checkpoint.empty()) return {};
    TRY(const Note note, parse_note(state_.checkpoint));
    const VerifierKey key = log_verifier_key(services_.host, services_.log_key, settings_.origin);
    if (!is_by(note.lines.front(), key) || !check_signature(services_.host, key, note.text, note.lines.front())) {
      return base::fail(base::Errc::corrupt, "checkpoint", key_label(key),
                        "the stored checkpoint was not signed by this log key");
    }
    TRY(const base::Hash root, root_on_disk(services_.host, services_.files, settings_.folder, state_.size));
    if (root == state_.root) return {};
    return base::fail(base::Errc::corrupt, settings_.folder.string(), base::to_hex(root),
                      "the tiles do not give the signed root " + base::to_hex(state_.root) + " at size " +
                          std::to_string(state_.size));
  }

  /// The store is the truth, but a store that is older than what was published (a restored backup) would fork the log.
  base::Result<> restore_checkpoint() {
    const base::Path path = settings_.folder / checkpoint_name;
    const auto published = services_.files.read(path, note_bytes_max);
    if (!published && published.error().code != base::Errc::not_found) return std::unexpected(published.error());
    if (published && *published == state_.checkpoint) return {};
    const auto note = published ? parse_note(*published) : base::invalid(path.string(), "", "is absent");
    const auto found = note ? parse_checkpoint(note->text) : base::invalid(path.string(), "", "is no note");
    if (found && (found->size > state_.size || found->origin != settings_.origin)) {
      return base::fail(base::Errc::corrupt, path.string(), found->origin + " " + std::to_string(found->size),
                        "the published checkpoint is not of this store, which ends at " + std::to_string(state_.size) +
                            ": going on would fork the log");
    }
    if (state_.checkpoint.empty()) return {};
    return services_.files.write_durable(path, state_.checkpoint);
  }

  /// Steps 3 to 6 for a tick whose order is committed.
  base::Result<> complete(const TickRow& tick) {
    KeyCache keys(services_.keys);
    Growth growth{state_.size, state_.root, tick.size, {}};
    TRY(growth.body_roots,
        stored_body_roots(services_.db, keys, services_.host, Growth::first_leaf(state_.size), tick.size));
    TRY(const Integrated grown, integrate(services_.host, services_.files, settings_.folder, growth));
    if (settings_.mirror) TRY_VOID(mirror(keys, tick));
    TRY_VOID(services_.files.write_durable_all(grown.files));
    TRY_VOID(put_in_place(tick.size, grown.root));
    return publish(tick);
  }

  base::Result<> mirror(KeyCache& keys, const TickRow& tick) {
    MirrorTick mirrored{tick, {}, {}};
    if (tick.padded) {
      TRY(mirrored.dummies_key, keys.find(dummies_key_name(tick.period_first)));
    }
    TRY_VOID(each_row(services_.db, "WHERE idx >= ? AND idx < ? ORDER BY idx", {tick.first, tick.size},
                      [&](const EntryRow& row) -> base::Result<> {
                        TRY(const OpeningSecret secret, open_secret(keys, row));
                        EntryRow plain = row;
                        plain.opening = hash_value(secret.seed) + hash_value(secret.private_root);
                        mirrored.entries.push_back(std::move(plain));
                        return {};
                      }));
    TRY(const std::string record, mirror_record(keys, services_.random, mirrored));
    return services_.files.append_durable(mirror_file(*settings_.mirror, services_.clock.now()), record);
  }

  /// Step 4: compare-and-swap on size and root, so that no second writer and no stale process can sign a fork.
  base::Result<> put_in_place(std::uint64_t size, const base::Hash& root) {
    const std::string text = format_checkpoint({settings_.origin, size, root});
    const std::string note =
        sign_note(log_verifier_key(services_.host, services_.log_key, settings_.origin), services_.log_key, text);
    TRY_VOID(services_.db.run(
        "UPDATE log_state SET size = ?, root = ?, checkpoint = ? WHERE id = 1 AND size = ? AND root = ?",
        {size, root, note, state_.size, state_.root}));
    if (services_.db.changes() != 1) {
      return base::fail(base::Errc::conflict, "log_state", std::to_string(state_.size),
                        "another writer moved the log on");
    }
    state_.size = size;
    state_.root = root;
    state_.checkpoint = note;
    return {};
  }

  /// Steps 5 and 6. What was cosigned once is stored before it is shown, and is not asked for again.
  base::Result<> publish(const TickRow& tick) {
    if (!tick.cosigned) {
      const std::string lines = services_.cosigner.cosign(state_.checkpoint, tick.first);
      if (!lines.empty()) TRY_VOID(keep_cosigned(tick, state_.checkpoint + lines));
    }
    TRY_VOID(services_.files.write_durable(settings_.folder / checkpoint_name, state_.checkpoint));
    drop_partial_tiles(services_.files, settings_.folder, tick.first, tick.size);
    return services_.db.run("UPDATE log_tick SET checkpoint = ?, published_at = ? WHERE first = ?",
                            {state_.checkpoint, base::unix_seconds(services_.clock.now()), tick.first});
  }

  base::Result<std::size_t> ask_again() {
    if (state_.size == 0) return 0;
    TRY(const auto tick, tick_of(services_.db, state_.size - 1));
    CHECK_INVARIANT(tick.has_value());
    const std::string lines = services_.cosigner.cosign(state_.checkpoint, tick->first);
    if (!lines.empty()) {
      TRY_VOID(keep_cosigned(*tick, state_.checkpoint + lines));
      TickRow cosigned = *tick;
      cosigned.cosigned = true;
      TRY_VOID(publish(cosigned));
    }
    return services_.cosigner.missing(state_.checkpoint);
  }

  base::Result<> keep_cosigned(const TickRow& tick, const std::string& note) {
    TRY_VOID(services_.db.transaction([&]() -> base::Result<> {
      TRY_VOID(services_.db.run("UPDATE log_state SET checkpoint = ? WHERE id = 1", {note}));
      return services_.db.run("UPDATE log_tick SET cosigned = 1 WHERE first = ?", {tick.first});
    }));
    state_.checkpoint = note;
    return {};
  }

  Services services_;
  LogSettings settings_;
  Lock lock_;
  LogState state_;
  std::optional<base::Error> stopped_;
};

}  // namespace

base::Result<std::unique_ptr<Sequencer>> Sequencer::open(Services services, LogSettings settings) {
  TRY_VOID(check_settings(services, settings));
  TRY(const base::Path path, lock_path(services.db, settings.folder));
  TRY(Lock lock, Lock::take(path));
  auto sequencer = std::make_unique<DiskSequencer>(services, std::move(settings), std::move(lock));
  TRY_VOID(sequencer->recover());
  return sequencer;
}

}  // namespace writ::log
