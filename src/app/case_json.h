// One case as JSON: what the API and `writ case show` give. An officer sees the own request and its state; staff see the
// facts, the drafts and the events too. Before approval nothing in it depends on whether an account exists.
#pragma once

#include <string>

#include "casework/case_file.h"
#include "people/people.h"

namespace writ::app {

std::string case_json(const casework::CaseFile& file, const people::Person& reader);

}  // namespace writ::app
