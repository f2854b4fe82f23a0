// What another policy would have given in this case: to see what a change of the rules means, not to decide by.
#pragma once

#include <vector>

#include "desk/case_page.h"

namespace writ::desk {

page::Html other_policies_page(const CasePage& page, const std::vector<policy::Policy>& policies);

}  // namespace writ::desk
