// From a closed period to what anybody can read: bundle, site, writ.json. Nothing is offered that the stranger's verifier
// does not verify.
#pragma once

#include "app/deployment.h"

namespace writ::app {

/// Makes the report of a closed period and logs its hash; the files wait in state/staged/.
base::Result<> stage_report(Deployment& deployment, const base::Period& period, base::Time published_at);

/// Once the report's entry is in the log: completes the staged bundle, verifies it with all that were published before,
/// puts it in place and makes the site again. False: the entry has no index yet, or the people who must release the
/// report have not (app/release.h). corrupt if it does not verify.
base::Result<bool> finish_report(Deployment& deployment, const base::Period& period);

/// What the stranger's verifier says of everything that is published, now.
struct SaidByStranger {
  bool verified = false;
  std::string text;
};
base::Result<SaidByStranger> verify_published(Deployment& deployment);

/// The same of a report that is made and waits in state/staged/, with all that were published before. not_found if none
/// waits; conflict as long as its entry has no index in the log.
base::Result<SaidByStranger> verify_staged(Deployment& deployment, const base::Period& period);
base::Path staged_folder(const Deployment& deployment, const base::Period& period);

/// The site as it would be with the report that waits, below state/preview/: for the eyes of the desk only.
base::Result<> preview_site(Deployment& deployment, const base::Period& period);
base::Path preview_folder(const Deployment& deployment, const base::Period& period);

/// writ.json, the trust policy for readers, and every policy with its proof; after each tick.
base::Result<> publish_well_known(Deployment& deployment);

/// The static site from what is published, below site/.
base::Result<> publish_site(Deployment& deployment);

/// Makes the site again if another build of the program made it, or its stylesheets and modules are not those of this one:
/// after an upgrade the pages say what the new one says, and fit the portal's and desk's, which wear the same sheets.
/// Nothing before there is a site.
base::Result<> refresh_site(Deployment& deployment);

/// Folders of the published bundles, oldest first.
std::vector<base::Path> published_bundles(const Deployment& deployment);

}  // namespace writ::app
