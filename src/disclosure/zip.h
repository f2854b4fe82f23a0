// A zip archive (APPNOTE 6.3) of a few small files, the same bytes for the same files.
#pragma once

#include <string>
#include <vector>

#include "disclosure/disclosure.h"

namespace writ::disclosure {

/// Plain files in the order given, mode 0644, not compressed, all with one time, which is UTC. invalid names a file
/// whose name is empty or stands twice.
base::Result<std::string> zip_of(const std::vector<File>& files, base::Time modified);

}  // namespace writ::disclosure
