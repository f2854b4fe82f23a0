// Files that only their owner may read.
#pragma once

#include <string>
#include <string_view>

#include "base/files.h"
#include "base/result.h"

namespace writ::crypto {

/// Reads at most 1 MiB. denied if others may read or write it (any bit of 077), not_found if there is none.
base::Result<std::string> read_private(const base::Path& path);

/// 0600, on stable storage when it returns; conflict if the name exists.
base::Result<> write_private(const base::Path& path, std::string_view content);

/// Makes an empty 0600 file if there is none; denied if there is a wider one.
base::Result<> make_private(const base::Path& path);

/// Makes it 0700 if there is none; denied if others may enter.
base::Result<> make_private_folder(const base::Path& folder);

}  // namespace writ::crypto
