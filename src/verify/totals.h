// The totals of one period, counted while its rows go by, and their comparison with report.json (rule 5).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "legal/countries.h"
#include "log/format/report_json.h"
#include "verify/findings.h"
#include "verify/rows.h"

namespace writ::verify {

enum class TotalName : std::uint8_t { requests, fulfilled, users_affected, disclosures, pending, preservations };
enum class By : std::uint8_t { instrument, offence, emergency, outcome, data_disclosed, notice };

class Totals {
 public:
  void add(TotalName total, std::uint16_t country, std::uint64_t amount = 1);
  void take(TotalName total, std::uint16_t country);
  void add(By by, CodeId code);
  void take(By by, CodeId code);

  log::Counts counts(TotalName total) const;
  log::Counts counts(By by, const Codes& codes) const;

  /// Each difference is a failure of rule 5.
  void compare(const log::Report& report, const Codes& codes, Findings& findings) const;
  PeriodTotals summary(const base::Period& period) const;

 private:
  static constexpr std::size_t countries_max = 512;  // ISO has 249, the list only grows; one more for `--`
  std::array<std::array<std::uint64_t, countries_max>, 6> totals_{};
  std::array<std::vector<std::uint64_t>, 6> by_;
};

/// Place of a held request's row among the countries.
std::uint16_t unknown_country();
std::uint16_t country_number(std::string_view alpha2);

}  // namespace writ::verify
