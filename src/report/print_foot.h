// What stands at the foot of every printed sheet: a sheet that is passed on alone still says which report it is of.
#pragma once

#include <string>

#include "report/output.h"
#include "report/site_data.h"

namespace writ::report {

/// reports/<period>/foot.css for each period: sets `--w-print-foot`, which web/print.css puts into the margin. A sheet of
/// its own, since the pages' content policy takes no style inside a page.
SiteFiles print_feet(const SiteData& site);

/// The sheet of a page: that of its report, else of the latest. Empty before the first close.
std::string print_foot_of(const SiteData& site, const Here& here);

}  // namespace writ::report
