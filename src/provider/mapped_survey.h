// How much of each category a mapped store holds, and since when: by the mapping's own `[audit]` queries, else as far as
// its `extent` tells. Inside of the room.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "provider/audit.h"
#include "provider/examine.h"
#include "provider/mapping.h"

namespace writ::provider {

/// One for each category that the mapping answers about, and for what its accounts have (user_name, registration_date).
base::Result<std::vector<Survey>> survey_mapped(sql::Client& client, const Mapping& mapping,
                                                const std::map<std::string, base::Time>& kept_from, base::Time now);

/// For `writ provider check`: every audit query is run, and answers in its columns.
void examine_audit(sql::Client& client, const Mapping& mapping, base::Time now, Findings& findings);

}  // namespace writ::provider
