// Files of the five families (Telegram, Google, Meta, Apple, GitHub) and our own tidy table, into observations. The
// family is known by what the file holds, columns by their names; what breaks a rule is refused by the row and named.
#pragma once

#include "base/files.h"
#include "base/result.h"
#include "observatory/byte_source.h"
#include "observatory/table.h"

namespace writ::observatory {

/// not_found or unavailable if the file cannot be read. A file of which nothing can be used is an Import with
/// `refused`.
base::Result<Import> import_file(const base::Path& path);
/// `name` is the file's own, without folders: Meta's period and the process of Google's national-security files stand
/// only there.
base::Result<Import> import_bytes(ByteSource& bytes, std::string_view name);

/// Files as given; of a folder every `.csv` and `.json` below it, ascending. not_found names what is not there.
base::Result<std::vector<base::Path>> files_to_import(const std::vector<std::string>& paths);

}  // namespace writ::observatory
