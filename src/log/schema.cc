#include "log/sequencer.h"

namespace writ::log {

namespace {

// log_entry: one row for each entry, from the moment it is promised. `id` is the order of commitment.
//   opening       seed || private_root (64 bytes), sealed under the ring's key `seed_key`; plain once that is NULL:
//   published. private_part  eight salts and values, sealed under the case's key, or under `seed_key` for an entry of
//   no case. idx           NULL until step 2 of a tick. An index of a tick that no row has is a dummy.
// log_state: one row. `sequenced` is the size that step 2 has committed to, `size` the size of the signed checkpoint.
// log_tick: one row for each tick; `checkpoint` is what was published, NULL before.
// log_period: one row for each closed period.
// log_held: requests whose row no bundle shows; `line` is what their held line says, NULL before their period's seeds are
//   forgotten. The seed of such a row then stands under the key of its case.
constexpr std::string_view log_001 = R"sql(
CREATE TABLE log_entry(
  id INTEGER PRIMARY KEY,
  body_root BLOB NOT NULL UNIQUE,
  case_ref TEXT NOT NULL,
  folder TEXT NOT NULL,
  kind TEXT NOT NULL,
  committed_at INTEGER NOT NULL,
  public_values BLOB NOT NULL,
  seed_key TEXT,
  opening BLOB NOT NULL,
  private_part BLOB NOT NULL,
  promise TEXT NOT NULL,
  idx INTEGER UNIQUE
) STRICT;
CREATE INDEX log_entry_pending ON log_entry(committed_at) WHERE idx IS NULL;
CREATE INDEX log_entry_case ON log_entry(case_ref, id);
CREATE INDEX log_entry_kind ON log_entry(kind, idx);
CREATE TABLE log_state(
  id INTEGER PRIMARY KEY CHECK(id = 1),
  origin TEXT NOT NULL,
  sequenced INTEGER NOT NULL,
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  checkpoint TEXT NOT NULL,
  period_first INTEGER NOT NULL,
  cut INTEGER NOT NULL
) STRICT;
CREATE TABLE log_tick(
  first INTEGER PRIMARY KEY,
  size INTEGER NOT NULL UNIQUE,
  cut INTEGER NOT NULL,
  period_first INTEGER NOT NULL,
  close_index INTEGER,
  padded INTEGER NOT NULL,
  checkpoint TEXT,
  cosigned INTEGER NOT NULL,
  published_at INTEGER
) STRICT;
CREATE TABLE log_period(
  first_index INTEGER PRIMARY KEY,
  close_index INTEGER NOT NULL UNIQUE,
  period TEXT NOT NULL UNIQUE,
  close_root BLOB NOT NULL,
  report_json TEXT,
  report_root BLOB
) STRICT;
)sql";

constexpr std::string_view log_002 = R"sql(
CREATE TABLE log_held(
  body_root BLOB PRIMARY KEY,
  line BLOB
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace

std::vector<store::Migration> migrations() { return {{"log-001", log_001}, {"log-002", log_002}}; }

}  // namespace writ::log
