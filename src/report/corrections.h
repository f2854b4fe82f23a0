// Who restates what: a published file is never replaced, a later report lists what was coded anew.
#pragma once

#include <vector>

#include "report/site_data.h"

namespace writ::report {

/// The later periods whose reports restate a request that was received in `one`, ascending.
std::vector<const PeriodData*> restated_by(const SiteData& site, const PeriodData& one);
/// The published period in which this request was received; nullptr if none opens it.
const PeriodData* period_of_request(const SiteData& site, const base::Hash& body_root);

}  // namespace writ::report
