// web/style.css, built into the program (cmake/style.cmake).
#pragma once

#include <string_view>

namespace writ::report {

std::string_view style_css();

}  // namespace writ::report
