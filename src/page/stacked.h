// Tables on a narrow screen: each row becomes a block, and each cell says its column (design: faces.md 7).
#pragma once

#include "page/html.h"

namespace writ::page {

/// Gives every cell of a table that has a head the words of its column as `data-label`, for the style sheet to show. In one
/// place, so that no page forgets it. Cells that have a label keep it; a row's own head needs none.
Html with_labels(const Html& page);

}  // namespace writ::page
