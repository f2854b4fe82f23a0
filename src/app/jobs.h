// What is due later, as rows: nothing sleeps. A job is done and deleted in one go; one that failed stays and is tried again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "store/db.h"

namespace writ::app {

std::vector<store::Migration> job_migrations();

/// In the order in which jobs that are due at the same moment are done.
enum class JobKind : std::uint8_t {
  tick,            // append to the log what was committed before the due time
  publish,         // make the report of a period and log its hash
  finish_report,   // put the bundle in place once the report's entry is in the log
  notice,          // send the notices to users that are due
  cosign,          // ask the witnesses again that have not signed the last checkpoint
  preserve = 10,   // take the snapshot of what is held for a request that was just received
  letters = 13,  // send what waits for officers
  process_reminder = 12,  // of an answered emergency whose ordinary process has not come
  alert = 9,        // write to whoever is on call that an emergency has arrived
  acknowledge_reminder = 14,  // of a delivered package
  end_package = 15,           // erase the file of a package
  receipt_letter = 16,        // tell the officer that the receipt is there
  end_preservation = 11,  // erase a snapshot whose term has ended
};

std::string_view name_of(JobKind kind);  // for people: "tick", "publish" ...

struct Job {
  std::int64_t id = 0;
  base::Time due_at;
  JobKind kind = JobKind::tick;
  std::string subject;   // period, case reference, or empty
};

/// Once only for the same kind, subject and due time.
base::Result<> add_job(store::Db& db, base::Time due_at, JobKind kind, std::string_view subject);
/// The first that is due at `time` or before.
base::Result<std::optional<Job>> next_job(store::Db& db, base::Time time);
/// When the earliest of all is due.
base::Result<std::optional<base::Time>> next_due(store::Db& db);
/// When the earliest of a kind is due.
base::Result<std::optional<base::Time>> next_due(store::Db& db, JobKind kind);
/// Whether one of this kind and subject waits.
base::Result<bool> job_waits(store::Db& db, JobKind kind, std::string_view subject);
/// Due later instead.
base::Result<> postpone_job(store::Db& db, const Job& job, base::Time due_at);
base::Result<> finish_job(store::Db& db, const Job& job);

}  // namespace writ::app
