// Inside the room: the request on a replay line.
#pragma once

#include "policy/replay_case.h"
#include "policy/replay_json.h"

namespace writ::policy {

/// `writ-request/v1` with a member more: `received`, the time of receipt.
base::Result<> read_replay_request(const simdjson::dom::object& request, const FactNames& names, ReplayCase& item);

/// Names and true or false; those that no table asks are checked and left.
base::Result<> read_replay_facts(std::string_view path, const JsonElement& value, const FactNames& names,
                                 ReplayCase& item);

base::Result<base::Day> read_replay_day(std::string_view path, const JsonElement& value);
base::Result<std::uint8_t> read_replay_offence(std::string_view path, const JsonElement& value);

}  // namespace writ::policy
