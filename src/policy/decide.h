// Inside the room: what a table says of a point with unknown values.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "policy/table.h"

namespace writ::policy {

/// The rule that decides: its outcome is that of every completion of the point, and each completion is matched by
/// exactly one rule. The first in the order of the file if several rules have that outcome.
std::optional<std::size_t> deciding_rule(const Policy::Table& table, const Point& point);

/// Unknown fields on which the outcome depends: two completions that differ in nothing else are decided differently.
std::vector<std::size_t> fields_that_matter(const Policy::Table& table, const Point& point);

}  // namespace writ::policy
