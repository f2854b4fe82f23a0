// Who lets a report out, and when (design: faces.md 4.8): two publishers, after the stranger's verifier said *verified*
// of what waits and no case of the period is unclassified. Only where the settings ask for it; elsewhere a report goes
// out at its time, after the same verifier.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

std::vector<store::Migration> release_migrations();

/// Cases received in the period whose offence group nobody has established: the sender named none and no person has
/// verified it. Each is settled on the case.
base::Result<std::vector<std::string>> unclassified_cases(Deployment& deployment, const base::Period& period);

/// What the stranger's verifier said last of the report that waits.
struct StagedCheck {
  base::Time at;
  bool verified = false;
  std::string text;
};
/// Runs it and keeps its answer. Errors as verify_staged().
base::Result<StagedCheck> check_staged(Deployment& deployment, const base::Period& period);
base::Result<std::optional<StagedCheck>> last_check(Deployment& deployment, const base::Period& period);

struct Release {
  std::string person;  // id
  base::Time at;
  base::Time publish_at;  // not before; the later of two holds
};
base::Result<std::vector<Release>> releases(Deployment& deployment, const base::Period& period);

/// Why nobody may release now, in words with what to do; empty: it may be.
base::Result<std::string> release_hindered(Deployment& deployment, const base::Period& period);
/// One of the two. conflict if it is hindered, published already or not what the settings ask for; denied to the person
/// who released it before. The second makes it due.
base::Result<> release(Deployment& deployment, const std::string& person, const base::Period& period,
                       base::Time publish_at);
/// True: the settings ask for nobody, or two different people released it and its time has come.
base::Result<bool> released(Deployment& deployment, const base::Period& period);

/// A figure of the report that waits beside that of the report before it.
struct FigureChange {
  std::string name;  // of totals, or outcome/CODE, or offence/CODE
  std::uint64_t before = 0;
  std::uint64_t now = 0;
};
struct ReportPreview {
  std::optional<base::Period> before;
  std::vector<FigureChange> figures;
  std::vector<std::string> policies;         // applied now
  std::vector<std::string> policies_before;  // applied in the report before
  std::vector<std::string> new_countries;    // ISO codes with requests now and none before
  std::uint64_t restated = 0;                // requests of earlier periods coded otherwise since
  std::uint64_t held = 0;                    // requests whose row is not shown, not even its country
  std::string unverified;                    // JSON object: bands, figures from before the log
};
/// Of the report that waits, or of the one that is published. not_found if there is neither.
base::Result<ReportPreview> preview_of(Deployment& deployment, const base::Period& period);

}  // namespace writ::app
