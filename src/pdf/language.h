// Inside the room: cairo 1.16 can set a PDF's title but neither its language nor that viewers show the title.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::pdf {

/// Adds /Lang (ISO 32000-1 section 14.9.2.1) and /DisplayDocTitle to the catalogue of a PDF that cairo wrote. The
/// catalogue is the last object before the cross-reference table, so that no offset in the table moves. unavailable if
/// that is not so: then cairo changed, and so must this.
base::Result<std::string> with_language(std::string pdf, std::string_view language);

}  // namespace writ::pdf
