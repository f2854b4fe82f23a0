// Inside the room: shapes of a drawing on a page.
#pragma once

#include "pdf/layout.h"

namespace writ::pdf {

void draw_picture(cairo_t* cairo, PangoContext* context, const Placed& picture);

}  // namespace writ::pdf
