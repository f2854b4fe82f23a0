// Inside the room: a POSIX ustar archive (IEEE Std 1003.1, pax, "ustar Interchange Format") that is the same bytes for
// the same files.
#pragma once

#include <string>
#include <vector>

#include "disclosure/disclosure.h"

namespace writ::disclosure {

/// Plain files only, in the order given, owner 0, mode 0644, all with one time. invalid if a name has more than 100
/// bytes, or a file more than 8 GiB - 1.
base::Result<std::string> tar_of(const std::vector<File>& files, base::Time modified);

}  // namespace writ::disclosure
