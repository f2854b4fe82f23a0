// The schemas of the OpenAPI document (JSON Schema 2020-12, the dialect of OpenAPI 3.1).
#pragma once

#include <nlohmann/json.hpp>

namespace writ::http {

/// components.schemas: what intake takes (writ-request/v1) and what the API answers.
nlohmann::ordered_json openapi_schemas();

}  // namespace writ::http
