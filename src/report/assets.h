// Stylesheet, fonts and modules that a site carries with it: what scripts/web.sh made, listed in its assets.txt.
#pragma once

#include <string_view>

#include "base/files.h"
#include "base/result.h"
#include "report/output.h"

namespace writ::report {

/// The folder that this build's scripts/web.sh fills.
base::Path built_assets();

/// Every file that `folder`/assets.txt names. Without that list only `style.css`, the plain sheets of web/, so that a
/// site can be made where there is no node. corrupt if the list names a file that is not there or lies outside.
base::Result<SiteFiles> read_assets(const base::Files& files, const base::Path& folder);

/// web/tokens.css, style.css and print.css as they stand (cmake/style.cmake).
std::string_view plain_style();

}  // namespace writ::report
