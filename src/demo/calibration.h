// The published figures that the synthetic stream is drawn to: fulfilled requests and users affected, January to September
// and October to December 2024, as Telegram gave them country by country (collected by volunteers: Te-k/telegram-transparency,
// dataset.json, commit 839ed54f, CC BY 4.0). Only the generator reads this; the pipeline counts what it did.
#pragma once

#include <span>
#include <string_view>

namespace writ::demo {

struct Calibration {
  std::string_view country;  // alpha-2
  int requests_before;       // 2024-01-01 to 2024-09-30
  int users_before;
  int requests_after;        // 2024-10-01 to 2024-12-31
  int users_after;
};

/// The United States and the countries with both periods and fewer than 310 requests in the year, ascending by code.
std::span<const Calibration> calibration();

}  // namespace writ::demo
