// Which cases are about the same identifier or the same document: keyed hashes, so that the store alone answers no
// guess.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/deployment.h"

namespace writ::app {

/// Notes a case's identifiers and document; safe to repeat.
base::Result<> note_identifiers(Deployment& deployment, const std::string& ref, const legal::Request& request);
/// For cases that were received before there was this list.
base::Result<> fill_identifiers(Deployment& deployment);
/// References, newest first, at most `rows_max`. `value` in intake's spelling (E.164, lower-case mail domain ...).
base::Result<std::vector<std::string>> cases_with(Deployment& deployment, std::string_view value, std::size_t rows_max);
base::Result<std::vector<std::string>> cases_like(Deployment& deployment, const std::string& ref,
                                                  const legal::Request& request, std::size_t rows_max);
/// After the end of a case's retention.
base::Result<> forget_identifiers(Deployment& deployment, const std::string& ref);

}  // namespace writ::app
