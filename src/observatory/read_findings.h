// findings.csv, as export writes it, read back: what was refused and what is defective in the files of the publishers.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.h"
#include "observatory/byte_source.h"
#include "observatory/table.h"

namespace writ::observatory {

/// corrupt names file, line, column and value.
base::Result<std::vector<Finding>> read_findings(ByteSource& bytes, std::string_view name);

}  // namespace writ::observatory
