// The lists of accounts as an officer types them, line by line into selectors. Nothing is looked up.
#pragma once

#include <nlohmann/json.hpp>

#include "portal/values.h"

namespace writ::faces {

struct TypedAccounts {
  nlohmann::json selectors = nlohmann::json::array();  // as docs/formats/request.md has them
  portal::AccountsView view;                           // the same read, and every fault by field and line
};

TypedAccounts read_accounts(const page::Locale& t, const portal::Fields& fields, base::Time now);

/// "2026-09-24 14:00" (or with seconds, or T) at "UTC", "Z", "+02:00"; nullopt if it is none.
std::optional<base::Time> time_at(const std::string& text, const std::string& zone);

}  // namespace writ::faces
