#include "app/release.h"

#include <algorithm>

#include "app/jobs.h"
#include "app/publish.h"
#include "casework/rows.h"

namespace writ::app {

std::vector<store::Migration> release_migrations() {
  return {{"app-release-001",
           "CREATE TABLE report_check("
           "  period TEXT PRIMARY KEY, at INTEGER NOT NULL, verified INTEGER NOT NULL, verdict TEXT NOT NULL"
           ") STRICT;"
           "CREATE TABLE report_release("
           "  period TEXT NOT NULL, person TEXT NOT NULL, at INTEGER NOT NULL, publish_at INTEGER NOT NULL,"
           "  PRIMARY KEY(period, person)"
           ") STRICT, WITHOUT ROWID;"}};
}

base::Result<std::vector<std::string>> unclassified_cases(Deployment& deployment, const base::Period& period) {
  const casework::CaseRows rows(deployment.db);
  std::vector<std::string> list;
  for (const char* state : {"received", "clarification"}) {
    TRY(const auto refs,
        rows.refs({.state = state, .received_from = base::Time(period.first), .received_to = period.end()}));
    for (const std::string& ref : refs) {
      TRY(const casework::CaseFile file, deployment.casework->find(ref));
      if (file.verified_by.empty() && file.request.offence == "not_stated") list.push_back(ref);
    }
  }
  std::ranges::sort(list);
  return list;
}

base::Result<StagedCheck> check_staged(Deployment& deployment, const base::Period& period) {
  TRY(const SaidByStranger said, verify_staged(deployment, period));
  const StagedCheck check{deployment.clock.now(), said.verified, said.text};
  TRY_VOID(deployment.db.run(
      "INSERT INTO report_check(period, at, verified, verdict) VALUES(?, ?, ?, ?) ON CONFLICT(period) "
      "DO UPDATE SET at = excluded.at, verified = excluded.verified, verdict = excluded.verdict",
      {base::period_name(period), base::unix_seconds(check.at), check.verified ? 1 : 0, check.text}));
  return check;
}

base::Result<std::optional<StagedCheck>> last_check(Deployment& deployment, const base::Period& period) {
  std::optional<StagedCheck> check;
  TRY_VOID(deployment.db.query("SELECT at, verified, verdict FROM report_check WHERE period = ?",
                               {base::period_name(period)}, [&](const store::Row& row) -> base::Result<> {
                                 check = StagedCheck{base::from_unix(row.integer(0)), row.integer(1) == 1, row.text(2)};
                                 return {};
                               }));
  return check;
}

base::Result<std::vector<Release>> releases(Deployment& deployment, const base::Period& period) {
  std::vector<Release> list;
  TRY_VOID(deployment.db.query("SELECT person, at, publish_at FROM report_release WHERE period = ? ORDER BY at, person",
                               {base::period_name(period)}, [&](const store::Row& row) -> base::Result<> {
                                 list.push_back(
                                     {row.text(0), base::from_unix(row.integer(1)), base::from_unix(row.integer(2))});
                                 return {};
                               }));
  return list;
}

base::Result<std::string> release_hindered(Deployment& deployment, const base::Period& period) {
  if (!deployment.files.exists(staged_folder(deployment, period))) return std::string("The report is not made yet.");
  TRY(const auto gaps, unclassified_cases(deployment, period));
  if (!gaps.empty())
    return std::to_string(gaps.size()) + (gaps.size() == 1 ? " case is unclassified: it is settled on the case."
                                                           : " cases are unclassified: each is settled on the case.");
  TRY(const auto check, last_check(deployment, period));
  if (!check) return std::string("The stranger's verifier has not looked at this report yet.");
  if (!check->verified) return std::string("The stranger's verifier does not say verified.");
  return std::string();
}

base::Result<> release(Deployment& deployment, const std::string& person, const base::Period& period,
                       base::Time publish_at) {
  const std::string name = base::period_name(period);
  if (deployment.settings.publishers == 0)
    return base::fail(base::Errc::conflict, "publishers", "0",
                      "a report is published at its time here: nobody releases it");
  if (deployment.files.exists(deployment.layout.bundles() / name))
    return base::fail(base::Errc::conflict, "period", name, "is published already");
  TRY(const std::string hindered, release_hindered(deployment, period));
  if (!hindered.empty()) return base::fail(base::Errc::conflict, "period", name, hindered);
  return deployment.db.transaction([&]() -> base::Result<> {
    TRY(const auto before, releases(deployment, period));
    if (std::ranges::find(before, person, &Release::person) != before.end())
      return base::fail(base::Errc::denied, "person", "", "You released it already: the second is another person.");
    const base::Time now = deployment.clock.now();
    TRY_VOID(deployment.db.run("INSERT INTO report_release(period, person, at, publish_at) VALUES(?, ?, ?, ?)",
                               {name, person, base::unix_seconds(now), base::unix_seconds(publish_at)}));
    if (before.size() + 1 < static_cast<std::size_t>(deployment.settings.publishers)) return {};
    base::Time due = std::max(now, publish_at);
    for (const Release& one : before) due = std::max(due, one.publish_at);
    return add_job(deployment.db, due, JobKind::finish_report, base::format_period(period));
  });
}

base::Result<bool> released(Deployment& deployment, const base::Period& period) {
  if (deployment.settings.publishers == 0) return true;
  TRY(const auto list, releases(deployment, period));
  const base::Time now = deployment.clock.now();
  return list.size() >= static_cast<std::size_t>(deployment.settings.publishers) &&
         std::ranges::all_of(list, [&](const Release& one) { return one.publish_at <= now; });
}

}  // namespace writ::app
