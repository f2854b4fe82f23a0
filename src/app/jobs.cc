#include "app/jobs.h"

namespace writ::app {

std::vector<store::Migration> job_migrations() {
  return {{"app-001", R"(
CREATE TABLE job(
  id INTEGER PRIMARY KEY,
  due_at INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  subject TEXT NOT NULL,
  UNIQUE(due_at, kind, subject)
) STRICT;
)"}};
}

base::Result<> add_job(store::Db& db, base::Time due_at, JobKind kind, std::string_view subject) {
  return db.run("INSERT INTO job(due_at, kind, subject) VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
                {base::unix_seconds(due_at), static_cast<int>(kind), subject});
}

base::Result<std::optional<Job>> next_job(store::Db& db, base::Time time) {
  std::optional<Job> job;
  TRY_VOID(db.query("SELECT id, due_at, kind, subject FROM job WHERE due_at <= ? ORDER BY due_at, kind, id LIMIT 1", {base::unix_seconds(time)},
                    [&](const store::Row& row) -> base::Result<> {
                      job = Job{row.integer(0), base::from_unix(row.integer(1)), static_cast<JobKind>(row.integer(2)), row.text(3)};
                      return {};
                    }));
  return job;
}

base::Result<std::optional<base::Time>> next_due(store::Db& db) {
  TRY(const auto due, db.integer("SELECT min(due_at) FROM job"));
  if (!due) return std::nullopt;
  return base::from_unix(*due);
}

base::Result<std::optional<base::Time>> next_due(store::Db& db, JobKind kind) {
  TRY(const auto due, db.integer("SELECT min(due_at) FROM job WHERE kind = ?", {static_cast<int>(kind)}));
  if (!due) return std::nullopt;
  return base::from_unix(*due);
}

std::string_view name_of(JobKind kind) {
  switch (kind) {
    case JobKind::tick: return "tick";
    case JobKind::publish: return "publish";
    case JobKind::finish_report: return "finish report";
    case JobKind::notice: return "notices";
    case JobKind::cosign: return "cosign";
    case JobKind::preserve: return "preservation";
    case JobKind::letters: return "letters";
    case JobKind::process_reminder: return "reminder of process";
    case JobKind::alert: return "alert of an emergency";
    case JobKind::acknowledge_reminder: return "reminder to acknowledge";
    case JobKind::end_package: return "end of a package";
    case JobKind::receipt_letter: return "word of a receipt";
    case JobKind::end_preservation: return "end of a preservation";
  }
  return "job";
}

base::Result<bool> job_waits(store::Db& db, JobKind kind, std::string_view subject) {
  TRY(const auto found, db.integer("SELECT 1 FROM job WHERE kind = ? AND subject = ? LIMIT 1", {static_cast<std::int64_t>(kind), subject}));
  return found.has_value();
}

base::Result<> postpone_job(store::Db& db, const Job& job, base::Time due_at) {
  TRY_VOID(add_job(db, due_at, job.kind, job.subject));  // it may stand there already, put off before
  return finish_job(db, job);
}

base::Result<> finish_job(store::Db& db, const Job& job) { return db.run("DELETE FROM job WHERE id = ?", {job.id}); }

}  // namespace writ::app
