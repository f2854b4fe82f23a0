// A refusal whose authority asked that somebody else looks again.
#pragma once

#include "casework/change.h"

namespace writ::casework {

inline constexpr const char* review_flag = "review_asked";  // set by the officer; taking it off changes nothing here

/// This event of a case is the officer's wish for a review.
bool asks_review(const Event& event);

/// denied to who drafted or approved the decision that is under review. Any other case passes.
base::Result<> check_review(const Change& change);

}  // namespace writ::casework
