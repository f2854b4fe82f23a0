// What a messenger answered, as JSON: kept sealed between gathering and delivery, and nowhere else.
#pragma once

#include <string>
#include <vector>

#include "provider/connector.h"

namespace writ::app {

std::string answers_to_json(const std::vector<provider::Answer>& answers);
/// corrupt if it is not what answers_to_json wrote.
base::Result<std::vector<provider::Answer>> answers_from_json(const std::string& text);

}  // namespace writ::app
