// An officer's delivery key changes; nothing else of a person does without staff.
#pragma once

#include "base/clock.h"
#include "store/db.h"

namespace writ::people {

/// invalid of `public_key` unless a package could be sealed to it today; not_found.
base::Result<> set_delivery_key(store::Db& db, const base::Clock& clock, const std::string& person,
                                const std::string& key);

}  // namespace writ::people
