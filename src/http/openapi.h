// The API as an OpenAPI 3.1 document. A test compares its paths with the routes and its example with intake's parser.
#pragma once

#include <string>

namespace writ::http {

const std::string& openapi_document();

/// The example request in it: one JSON object that intake::parse_request takes.
const std::string& example_request();

}  // namespace writ::http
