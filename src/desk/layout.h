// What the desk's pages share.
#pragma once

#include "legal/codes.h"
#include "page/document.h"
#include "page/locale.h"

namespace writ::desk {

/// The links of the header: only what the person's roles open.
std::vector<page::Link> navigation(const page::Locale& t, const legal::CodeSet& roles);

/// The keys, as a part that opens with `?`; `choice` is on, alt or off.
page::Html keys_part(const page::Locale& t, std::string_view choice);

}  // namespace writ::desk
