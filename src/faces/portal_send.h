// Sending: from a checked draft to a case, once.
#pragma once

#include "faces/portal_parts.h"

namespace writ::faces {

/// The page of all answers, with what is wrong.
http::Response check_again(Call& call, const LoadedDraft& loaded, Faults faults, unsigned status);
/// POST: all or nothing; again for the same draft leads to the case that it became.
http::Response send_draft(Call& call);

}  // namespace writ::faces
