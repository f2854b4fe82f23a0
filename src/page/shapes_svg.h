// Shapes as SVG: in a page by its custom properties, in a file of its own by a style that has both themes.
#pragma once

#include <string>

#include "page/html.h"
#include "page/shapes.h"

namespace writ::page {

/// `hatch_id` names the pattern of hatched boxes; it is defined here, unique in its page.
Html svg_shapes(const std::vector<Shape>& shapes, const std::string& hatch_id);

/// A `style` element: the classes carry the colours, so that programs without custom properties show them as well.
std::string svg_style();

}  // namespace writ::page
