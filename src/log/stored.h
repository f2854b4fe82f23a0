// The log as the store knows it: ticks, periods, and the entry at every index. Inside log/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/host.h"
#include "base/time.h"
#include "log/rows.h"
#include "store/db.h"

namespace writ::log {

/// Row of log_state.
struct LogState {
  std::string origin;
  std::uint64_t sequenced = 0;  // indices assigned (step 2)
  std::uint64_t size = 0;       // of the signed checkpoint (step 4)
  base::Hash root{};
  std::string checkpoint;          // signed, perhaps cosigned; "" before the first
  std::uint64_t period_first = 0;  // first index of the open period
  base::Time cut;                  // of the last tick
};

/// Row of log_tick.
struct TickRow {
  std::uint64_t first = 0;
  std::uint64_t size = 0;
  base::Time cut;
  std::uint64_t period_first = 0;
  std::optional<std::uint64_t> close_index;
  bool padded = true;
  std::string checkpoint;  // as published; "" before
  bool cosigned = false;
  std::optional<base::Time> published_at;
};

/// Row of log_period.
struct PeriodRow {
  std::uint64_t first_index = 0;
  std::uint64_t close_index = 0;
  base::Period period;
  base::Hash close_root{};
  std::optional<std::string> report_json;
  std::optional<base::Hash> report_root;
};

/// Makes the row of an empty log if there is none. conflict if the store holds the log of another origin.
base::Result<> ensure_state(store::Db& db, const base::Host& host, const std::string& origin);
base::Result<LogState> read_state(store::Db& db);

/// Ticks of indices in [begin, end), ascending.
base::Result<std::vector<TickRow>> ticks_of(store::Db& db, std::uint64_t begin, std::uint64_t end);
/// The tick that holds `index`; nullopt if none does yet.
base::Result<std::optional<TickRow>> tick_of(store::Db& db, std::uint64_t index);

/// Ascending.
base::Result<std::vector<PeriodRow>> closed_periods(store::Db& db);
/// not_found if this period is not closed.
base::Result<PeriodRow> closed_period(store::Db& db, const base::Period& period);

/// body_root of every index in [begin, end): rows, and dummies of their period's K.
base::Result<std::vector<base::Hash>> stored_body_roots(store::Db& db, KeyCache& keys, const base::Host& host,
                                                        std::uint64_t begin, std::uint64_t end);

}  // namespace writ::log
