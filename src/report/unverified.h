// The part of report.json that nothing proves: figures from before the log, and bands. Shown apart, never added.
#pragma once

#include <string>

#include "page/html.h"
#include "report/output.h"

namespace writ::report {

/// `json` is the object `unverified` of report.json; an empty one gives a sentence that says there is none. An object
/// with whole numbers `low` and `high` is shown as a band.
page::Html unverified_section(const Here& here, const std::string& json);

}  // namespace writ::report
