// What the witnesses of this log add to the check, and what is missing while there are none: said the same way wherever
// the site makes a claim about time or about a single view of the log (counted-log.md sections 5 and 6).
#pragma once

#include <vector>

#include "page/html.h"
#include "report/site_data.h"

namespace writ::report {

/// The seventh step of the check: when the period was closed.
page::Html step_of_time(const SiteData& site);
/// What stays unproven about time and about everyone seeing the same log.
std::vector<page::Html> trust_limits(const SiteData& site);

}  // namespace writ::report
