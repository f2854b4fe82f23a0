// What the desk's pages share.
#pragma once

#include "legal/codes.h"
#include "page/document.h"

namespace writ::desk {

/// The links of the header: only what the person's roles open.
std::vector<page::Link> navigation(const legal::CodeSet& roles);

}  // namespace writ::desk
