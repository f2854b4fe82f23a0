#include "casework/casework.h"

namespace writ::casework {

namespace {

// case_event: what happened, appended and never changed. `detail` is plain JSON without personal data of users;
// `sealed` is
//   JSON under the case's key. Whatever case_state holds follows from `detail` alone, so that it can be made again
//   after the key is gone.
// case_state: one row for each case, a projection of its events. Hashes are entries (body_root) of the public log.
// case_policy: the policy book.
constexpr std::string_view casework_001 = R"sql(
CREATE TABLE case_policy(
  id TEXT PRIMARY KEY,
  effective INTEGER NOT NULL UNIQUE,
  text TEXT NOT NULL,
  entry BLOB NOT NULL,
  actor TEXT NOT NULL,
  published_at INTEGER NOT NULL
) STRICT;
CREATE TABLE case_year(
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;
CREATE TABLE case_event(
  ref TEXT NOT NULL,
  number INTEGER NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  at INTEGER NOT NULL,
  detail TEXT NOT NULL,
  sealed BLOB,
  PRIMARY KEY(ref, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE case_state(
  ref TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL,
  resume_state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  suspended_at INTEGER,
  request_entry BLOB NOT NULL,
  requester BLOB NOT NULL,
  nonce BLOB,
  verified_event INTEGER NOT NULL,
  draft_event INTEGER NOT NULL,
  draft TEXT NOT NULL,
  approvals TEXT NOT NULL,
  decisions INTEGER NOT NULL,
  decision_entry BLOB,
  outcome TEXT NOT NULL,
  granted TEXT NOT NULL,
  recodes TEXT NOT NULL,
  packages INTEGER NOT NULL,
  disclosure_entry BLOB,
  users_affected INTEGER NOT NULL,
  notices INTEGER NOT NULL,
  notice_given INTEGER NOT NULL,
  erased INTEGER NOT NULL
) STRICT;
CREATE INDEX case_state_by_state ON case_state(state, received_at, ref);
CREATE INDEX case_state_by_receipt ON case_state(received_at, ref);
CREATE INDEX case_state_by_deadline ON case_state(due_at) WHERE suspended_at IS NULL;
CREATE UNIQUE INDEX case_state_nonce ON case_state(requester, nonce) WHERE nonce IS NOT NULL;
)sql";

// case_row: what lists show of a case and filter by. Agency, country and what was asked come from what is sealed, so an
//   erased case's row is emptied of them. Never a name, number or address of a user.
constexpr std::string_view casework_002 = R"sql(
ALTER TABLE case_state ADD COLUMN notes TEXT NOT NULL DEFAULT '{}';
CREATE TABLE case_row(
  ref TEXT PRIMARY KEY,
  queue TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  agency TEXT NOT NULL,
  country TEXT NOT NULL,
  instrument TEXT NOT NULL,
  accounts INTEGER NOT NULL,
  asked TEXT NOT NULL,
  emergency INTEGER NOT NULL,
  secrecy INTEGER NOT NULL,
  says TEXT NOT NULL,
  owner TEXT NOT NULL,
  flags TEXT NOT NULL
) STRICT;
CREATE INDEX case_row_by_queue ON case_row(queue, due_at, ref);
CREATE INDEX case_row_by_due ON case_row(due_at, ref);
)sql";

}  // namespace

std::vector<store::Migration> migrations() { return {{"casework-001", casework_001}, {"casework-002", casework_002}}; }

}  // namespace writ::casework
