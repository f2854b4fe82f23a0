// A line for the people at the desk whom a case concerns, seen on their next page.
#pragma once

#include <string>

#include "app/deployment.h"

namespace writ::app {

/// To the case's owner, else to all staff of this role.
base::Result<> tell_staff(Deployment& deployment, const casework::CaseFile& file, std::string_view role,
                          const std::string& words);

}  // namespace writ::app
