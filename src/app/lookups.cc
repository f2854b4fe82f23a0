#include "app/lookups.h"

#include "crypto/mac.h"
#include "legal/codes.h"

namespace writ::app {

std::vector<store::Migration> lookup_migrations() {
  return {{"app-lookup-001", R"(
CREATE TABLE lookup(
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  case_ref TEXT NOT NULL,
  source TEXT NOT NULL,
  selector_kind TEXT NOT NULL,
  selector_hash BLOB NOT NULL,
  categories TEXT NOT NULL,
  as_of INTEGER NOT NULL,
  rows_read INTEGER NOT NULL,
  accounts INTEGER NOT NULL,
  duration_us INTEGER NOT NULL,
  refused TEXT NOT NULL
) STRICT;
CREATE INDEX lookup_case ON lookup(case_ref);
)"}};
}

void Lookups::asking(std::string actor, std::string case_ref) {
  actor_ = std::move(actor);
  case_ref_ = std::move(case_ref);
}

provider::Audit Lookups::audit() {
  return {.hash = [this](base::ByteView selector) { return crypto::keyed_hash(key_, selector); },
          .record = [this](const provider::AuditRecord& row) { waiting_.push_back(row); }};
}

base::Result<> Lookups::put_on_file() {
  const std::int64_t now = base::unix_seconds(clock_.now());
  TRY_VOID(db_.transaction([&]() -> base::Result<> {
    for (const provider::AuditRecord& row : waiting_) {
      TRY_VOID(db_.run(
          "INSERT INTO lookup(at, actor, case_ref, source, selector_kind, selector_hash, categories, as_of, rows_read, accounts, duration_us, refused) "
          "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          {now, actor_, case_ref_, row.source, legal::name_of(row.selector_kind), row.selector_hash, legal::join_set(row.categories),
           base::unix_seconds(row.as_of), row.rows_read, static_cast<std::int64_t>(row.accounts), static_cast<std::int64_t>(row.duration.count()),
           row.refused}));
    }
    return {};
  }));
  waiting_.clear();
  return {};
}

}  // namespace writ::app
