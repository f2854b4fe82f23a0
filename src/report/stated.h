// What a report states outside the counted log (`unverified` of report.json), as far as this product writes it; the rest
// is shown as the provider wrote it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/time.h"

namespace writ::report {

/// Of legal/bands.h, as two publishers stated it.
struct StatedBand {
  std::string category;  // code
  base::Period span;
  std::uint64_t low = 0, high = 0;
};
struct StatedBands {
  std::string law;
  std::vector<StatedBand> list;
};

/// Emergencies answered without an order, by country (alpha-2).
struct OwedRow {
  std::uint64_t answered = 0, received = 0, never = 0;
};
struct OwedProcesses {
  std::uint64_t days = 0;
  std::map<std::string, OwedRow> countries;
};

struct Stated {
  StatedBands bands;
  OwedProcesses emergencies;
  std::string rest;  // JSON object of the other members
};
/// `json` is an object, or nothing is stated. A member of another shape than ours stays in `rest`.
Stated read_stated(const std::string& json);

}  // namespace writ::report
