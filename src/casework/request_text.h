// What of a case is sealed: JSON of the request and of the facts, read back exactly.
#pragma once

#include <nlohmann/json.hpp>

#include "casework/case_file.h"
#include "legal/request.h"

namespace writ::casework {

nlohmann::json to_sealed(const legal::Request& request);
/// Throws nlohmann's exceptions if it is not what to_sealed wrote; the caller is inside a catch.
legal::Request request_from(const nlohmann::json& sealed);
nlohmann::json facts_json(const legal::Facts& facts);
legal::Facts facts_from(const nlohmann::json& json);
nlohmann::json gag_json(const GagFound& gag);
GagFound gag_from(const nlohmann::json& json);

}  // namespace writ::casework
