// The selectors of a request: who is asked about.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "legal/request.h"

namespace writ::intake {

/// What one order can name and one person can still check.
constexpr std::size_t selectors_max = 1'000;
/// A longer window names a crowd behind a shared address (domain.md section 7).
constexpr std::chrono::hours address_window_max{24};
/// RFC 5321 allows 320 for a mail address; no messenger has longer names.
constexpr std::size_t selector_bytes_max = 400;

/// What of the request a selector's rules depend on.
struct SelectorContext {
  base::Time received_at;
  bool realtime = false;
};

base::Result<std::vector<legal::Selector>> read_selectors(const nlohmann::json& array, const SelectorContext& context);

}  // namespace writ::intake
