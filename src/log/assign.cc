#include "log/assign.h"

#include "log/order.h"
#include "log/promise.h"

namespace writ::log {

namespace {

base::Result<> check_cut(const LogState& state, base::Time cut, base::Time now) {
  if (cut > now) {
    return base::invalid(
        "cut", base::format_time(cut),
        "is later than now, " + base::format_time(now) + ": what is committed until then would miss it");
  }
  if (cut < state.cut)
    return base::invalid("cut", base::format_time(cut), "is before the last tick's, " + base::format_time(state.cut));
  return {};
}

base::Result<std::optional<PeriodRow>> check_close(store::Db& db, const LogState& state, base::Time cut,
                                                   const base::Period& close) {
  if (close.end() != cut) {
    return base::invalid("close", base::format_period(close),
                         "its cut is the end of the period, " + base::format_time(close.end()));
  }
  if (state.size == 0) {
    return base::invalid("close", base::format_period(close),
                         "a log starts with a tick of dummies or policies, so that a checkpoint precedes every close");
  }
  TRY(const std::vector<PeriodRow> periods, closed_periods(db));
  if (periods.empty()) return std::nullopt;
  if (close.first != periods.back().period.last + std::chrono::days(1)) {
    return base::invalid(
        "close", base::format_period(close),
        "begins on the day after the last closed period, " + base::format_period(periods.back().period));
  }
  return periods.back();
}

Draft close_draft(const base::Period& period, std::uint64_t first, const std::optional<PeriodRow>& previous) {
  Draft draft;
  draft.public_values[0] = name_of(Kind::close);
  draft.public_values[1] = base::format_period(period);
  draft.public_values[2] = std::to_string(first);
  if (previous) draft.public_values[3] = hash_value(previous->close_root);
  return draft;
}

/// One run of step 2; inside a transaction.
class Assignment {
 public:
  Assignment(const Services& services, const LogSettings& settings, base::Time cut)
      : services_(services), settings_(settings), keys_(services.keys), cut_(cut) {}

  base::Result<std::optional<TickRow>> run(const std::optional<base::Period>& close) {
    const base::Time now = services_.clock.now();
    TRY(state_, read_state(services_.db));
    CHECK_INVARIANT(state_.sequenced == state_.size);  // recovery and every tick end so
    TRY_VOID(check_cut(state_, cut_, now));
    std::optional<PeriodRow> previous;
    if (close) {
      TRY(previous, check_close(services_.db, state_, cut_, *close));
    }
    if (settings_.padding) TRY_VOID(keys_.find_or_create(dummies_key_name(state_.period_first)));
    TRY_VOID(keys_.find_or_create(seeds_key_name(state_.period_first)));
    TRY(const std::uint64_t entries, batch());
    const std::uint64_t real = entries + (close ? 1 : 0);
    const std::uint64_t slots = settings_.padding ? padded_size(real, settings_.tick_entries_min) : real;
    if (slots == 0) return std::nullopt;
    TRY_VOID(place(close ? slots - 1 : slots));
    TickRow tick{state_.size, state_.size + slots, cut_, state_.period_first, {}, settings_.padding, {}, false, {}};
    if (close) TRY_VOID(append_close(*close, previous, now, tick));
    TRY_VOID(store(tick));
    return tick;
  }

 private:
  /// Everything that was committed before the cut: overflow never waits.
  base::Result<std::uint64_t> batch() {
    const std::string seeds = seeds_key_name(state_.period_first);
    std::vector<EntryRow> foreign;  // committed before the last close, sequenced after it
    TRY_VOID(each_row(services_.db, "WHERE idx IS NULL AND committed_at < ? ORDER BY id", {base::unix_seconds(cut_)},
                      [&](const EntryRow& row) -> base::Result<> {
                        ids_.push_back(row.id);
                        ordered_.push_back({row.case_ref, row.kind == name_of(Kind::policy)});
                        if (row.seed_key != seeds) foreign.push_back(row);
                        return {};
                      }));
    for (const EntryRow& row : foreign) TRY_VOID(move_to_seed_key(services_.db, keys_, services_.random, row, seeds));
    return ids_.size();
  }

  base::Result<> place(std::uint64_t slots) {
    const std::vector<std::uint64_t> placed = random_slots(ordered_, slots, services_.random);
    for (std::size_t i = 0; i < placed.size(); ++i) {
      TRY_VOID(services_.db.run("UPDATE log_entry SET idx = ? WHERE id = ?", {state_.size + placed[i], ids_[i]}));
    }
    return {};
  }

  /// `close` is the last entry of its tick; K and the seeds' key change behind it.
  base::Result<> append_close(const base::Period& period, const std::optional<PeriodRow>& previous, base::Time now,
                              TickRow& tick) {
    TRY(const SealedEntry entry,
        seal_entry(services_.host, services_.random, close_draft(period, state_.period_first, previous)));
    const std::string promise =
        promise_note(services_.host, services_.promise_key, settings_.origin, entry.body_root, now);
    TRY_VOID(insert_row(services_.db, keys_, services_.random, entry,
                        {"", "", now, seeds_key_name(state_.period_first)}, promise));
    tick.close_index = tick.size - 1;
    TRY_VOID(
        services_.db.run("UPDATE log_entry SET idx = ? WHERE body_root = ?", {*tick.close_index, entry.body_root}));
    TRY_VOID(keys_.find_or_create(seeds_key_name(tick.size)));
    if (settings_.padding) TRY_VOID(keys_.find_or_create(dummies_key_name(tick.size)));
    return services_.db.run("INSERT INTO log_period(first_index, close_index, period, close_root) VALUES(?, ?, ?, ?)",
                            {state_.period_first, *tick.close_index, base::format_period(period), entry.body_root});
  }

  base::Result<> store(const TickRow& tick) {
    TRY_VOID(services_.db.run(
        "INSERT INTO log_tick(first, size, cut, period_first, close_index, padded, cosigned) VALUES(?, ?, ?, ?, ?, ?, "
        "0)",
        {tick.first, tick.size, base::unix_seconds(tick.cut), tick.period_first, tick.close_index, tick.padded}));
    const std::uint64_t period_first = tick.close_index ? tick.size : tick.period_first;
    return services_.db.run("UPDATE log_state SET sequenced = ?, period_first = ?, cut = ? WHERE id = 1",
                            {tick.size, period_first, base::unix_seconds(tick.cut)});
  }

  const Services& services_;
  const LogSettings& settings_;
  KeyCache keys_;
  base::Time cut_;
  LogState state_;
  std::vector<std::int64_t> ids_;
  std::vector<Ordered> ordered_;
};

}  // namespace

base::Result<std::optional<TickRow>> assign(const Services& services, const LogSettings& settings, base::Time cut,
                                            const std::optional<base::Period>& close) {
  std::optional<TickRow> tick;
  TRY_VOID(services.db.transaction([&]() -> base::Result<> {
    TRY(tick, Assignment(services, settings, cut).run(close));
    return {};
  }));
  return tick;
}

}  // namespace writ::log
