#include "log/journal.h"

#include <algorithm>

#include "log/held.h"
#include "log/promise.h"
#include "log/row_text.h"
#include "log/sequencer.h"
#include "log/settings.h"
#include "log/stored.h"

namespace writ::log {

namespace {

class DbJournal final : public Journal {
 public:
  DbJournal(const Services& services, const LogSettings& settings)
      : keys_(services.keys),
        promise_key_(services.promise_key),
        clock_(services.clock),
        random_(services.random),
        host_(services.host),
        origin_(settings.origin) {}

  base::Result<Committed> commit(store::Db& db, std::string_view case_ref, std::string_view folder,
                                 const Draft& draft) override {
    TRY(const SealedEntry entry, seal_entry(host_, random_, draft));
    Committed committed;
    // Read inside the transaction: a tick in between would move both.
    TRY_VOID(db.transaction([&]() -> base::Result<> {
      TRY(const LogState state, read_state(db));
      KeyCache keys(keys_);  // for this entry only: a case's key must not outlive its destruction in our memory
      const std::string seeds = seeds_key_name(state.period_first);
      TRY_VOID(keys.find_or_create(seeds));
      // A clock that was set back must not put an entry before a cut that is over.
      const base::Time at = std::max(clock_.now(), state.cut);
      committed.promise = promise_note(host_, promise_key_, origin_, entry.body_root, at);
      return insert_row(db, keys, random_, entry, {case_ref, folder, at, seeds}, committed.promise);
    }));
    committed.body_root = entry.body_root;
    committed.promise_opening = receipt_text(host_, origin_, std::nullopt, entry.seed, draft.public_values,
                                             {entry.private_salts, draft.private_values});
    return committed;
  }

  base::Result<> may_hold(store::Db& db, const base::Hash& request) override { return require_unreported(db, request); }
  base::Result<> hold(store::Db& db, const base::Hash& request) override { return hold_request(db, request); }
  base::Result<> show(store::Db& db, const base::Hash& request) override { return show_request(db, request); }

 private:
  crypto::KeyRing& keys_;
  const crypto::SigningKey& promise_key_;
  base::Clock& clock_;
  base::Random& random_;
  const base::Host& host_;
  std::string origin_;
};

}  // namespace

base::Result<std::unique_ptr<Journal>> make_journal(const Services& services, const LogSettings& settings) {
  TRY_VOID(check_settings(services, settings));
  TRY_VOID(ensure_state(services.db, services.host, settings.origin));
  return std::make_unique<DbJournal>(services, settings);
}

}  // namespace writ::log
