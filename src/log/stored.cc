#include "log/stored.h"

#include "log/format/tree.h"

namespace writ::log {

namespace {

std::uint64_t whole(std::int64_t value) { return static_cast<std::uint64_t>(value); }

constexpr std::string_view tick_columns =
    "SELECT first, size, cut, period_first, close_index, padded, checkpoint, cosigned, published_at FROM log_tick ";

TickRow tick_row(const store::Row& row) {
  TickRow tick;
  tick.first = whole(row.integer(0));
  tick.size = whole(row.integer(1));
  tick.cut = base::from_unix(row.integer(2));
  tick.period_first = whole(row.integer(3));
  if (const auto close = row.integer_or_null(4)) tick.close_index = whole(*close);
  tick.padded = row.integer(5) != 0;
  tick.checkpoint = row.text(6);
  tick.cosigned = row.integer(7) != 0;
  if (const auto at = row.integer_or_null(8)) tick.published_at = base::from_unix(*at);
  return tick;
}

}  // namespace

base::Result<> ensure_state(store::Db& db, const base::Host& host, const std::string& origin) {
  TRY_VOID(
      db.run("INSERT INTO log_state(id, origin, sequenced, size, root, checkpoint, period_first, cut) VALUES(1, ?, 0, "
             "0, ?, '', 0, 0)"
             " ON CONFLICT DO NOTHING",
             {origin, empty_root(host)}));
  TRY(const LogState state, read_state(db));
  if (state.origin == origin) return {};
  return base::fail(base::Errc::conflict, "origin", origin,
                    "the store holds the log of " + state.origin + "; one store has one log");
}

base::Result<LogState> read_state(store::Db& db) {
  std::optional<LogState> state;
  TRY_VOID(db.query("SELECT origin, sequenced, size, root, checkpoint, period_first, cut FROM log_state WHERE id = 1",
                    {}, [&](const store::Row& row) -> base::Result<> {
                      state = LogState{row.text(0), whole(row.integer(1)), whole(row.integer(2)),          row.hash(3),
                                       row.text(4), whole(row.integer(5)), base::from_unix(row.integer(6))};
                      return {};
                    }));
  if (!state) return base::fail(base::Errc::not_found, "log_state", "", "the store holds no log yet");
  return *state;
}

base::Result<std::vector<TickRow>> ticks_of(store::Db& db, std::uint64_t begin, std::uint64_t end) {
  std::vector<TickRow> ticks;
  TRY_VOID(db.query(std::string(tick_columns) + "WHERE size > ? AND first < ? ORDER BY first", {begin, end},
                    [&](const store::Row& row) -> base::Result<> {
                      ticks.push_back(tick_row(row));
                      return {};
                    }));
  return ticks;
}

base::Result<std::optional<TickRow>> tick_of(store::Db& db, std::uint64_t index) {
  TRY(const std::vector<TickRow> ticks, ticks_of(db, index, index + 1));
  if (ticks.empty()) return std::nullopt;
  return ticks.front();
}

base::Result<std::vector<PeriodRow>> closed_periods(store::Db& db) {
  std::vector<PeriodRow> periods;
  TRY_VOID(db.query(
      "SELECT first_index, close_index, period, close_root, report_json, report_root FROM log_period ORDER BY "
      "first_index",
      {}, [&](const store::Row& row) -> base::Result<> {
        const auto period = base::parse_period(row.text(2));
        if (!period) return base::fail(base::Errc::corrupt, "log_period", row.text(2), "is not a PERIOD");
        PeriodRow found{whole(row.integer(0)), whole(row.integer(1)), *period, row.hash(3), row.text_or_null(4), {}};
        if (!row.is_null(5)) found.report_root = row.hash(5);
        periods.push_back(std::move(found));
        return {};
      }));
  return periods;
}

base::Result<PeriodRow> closed_period(store::Db& db, const base::Period& period) {
  TRY(const std::vector<PeriodRow> periods, closed_periods(db));
  for (const PeriodRow& found : periods) {
    if (found.period == period) return found;
  }
  return base::fail(base::Errc::not_found, "period", base::format_period(period), "is not closed in this log");
}

base::Result<std::vector<base::Hash>> stored_body_roots(store::Db& db, KeyCache& keys, const base::Host& host,
                                                        std::uint64_t begin, std::uint64_t end) {
  std::vector<std::optional<base::Hash>> found(end - begin);
  TRY_VOID(db.query("SELECT idx, body_root FROM log_entry WHERE idx >= ? AND idx < ?", {begin, end},
                    [&](const store::Row& row) -> base::Result<> {
                      found[whole(row.integer(0)) - begin] = row.hash(1);
                      return {};
                    }));
  TRY(const std::vector<TickRow> ticks, ticks_of(db, begin, end));
  std::vector<base::Hash> roots;
  roots.reserve(found.size());
  std::size_t tick = 0;
  for (std::uint64_t index = begin; index < end; ++index) {
    if (const auto& entry = found[index - begin]) {
      roots.push_back(*entry);
      continue;
    }
    while (tick < ticks.size() && ticks[tick].size <= index) ++tick;
    if (tick == ticks.size() || !ticks[tick].padded) {
      return base::fail(base::Errc::corrupt, "log index", std::to_string(index),
                        "is neither an entry nor a dummy in the store");
    }
    TRY(const base::Hash key, keys.find(dummies_key_name(ticks[tick].period_first)));
    roots.push_back(dummy_body_root(host, key, index));
  }
  return roots;
}

}  // namespace writ::log
