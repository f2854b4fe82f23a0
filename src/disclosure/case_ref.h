// Inside the room: a case reference names folders and files, so its form is checked before it does.
#pragma once

#include <cstddef>
#include <string>

#include "base/result.h"

namespace writ::disclosure {

/// Leaves room for the names inside the bag in the 100 bytes of a tar header.
inline constexpr std::size_t case_ref_bytes_max = 40;

base::Result<> check_case_ref(const std::string& case_ref);

}  // namespace writ::disclosure
