// A PNG or JPEG picture as the one page of a PDF, its compressed bytes untouched: so that whoever sent it is read by the
// same sandboxed program as any other document, and never by the server or by the browser of staff.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace writ::faces {

/// Only the header is looked at (ISO/IEC 10918-1 B.2.2; PNG section 11.2.2). unavailable in words for what a PDF cannot
/// carry so: an interlaced PNG, or a header that is none.
base::Result<std::string> image_as_page(std::string_view image);

}  // namespace writ::faces
