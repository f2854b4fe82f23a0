// Doing to each case of a frozen list what was confirmed, and giving it back.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "app/desk_store.h"
#include "casework/rows.h"
#include "faces/call.h"

namespace writ::faces {

/// Why a case would be skipped; empty: it would be done.
std::string skip_reason(const page::Locale& t, std::string_view act, const casework::CaseRow& row);

/// Each case is a change of its own: what cannot be done is named, what is done stays done. An object of `done` (a
/// count), `skipped` (reference: why), `changed` (reference: what undo_bulk() needs) and `argument`.
nlohmann::json do_bulk(Call& call, const app::BulkList& list, const std::string& argument);

bool can_be_undone(std::string_view act);
/// Gives back what do_bulk() changed: an object of `done` and `kept` (reference: why). A case that somebody changed since
/// stays as that person left it.
nlohmann::json undo_bulk(Call& call, const app::BulkList& list, const nlohmann::json& result);

}  // namespace writ::faces
