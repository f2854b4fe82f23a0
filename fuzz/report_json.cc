// rooms: log/format legal base
// A report that is accepted is read back from its own printing.
#include <cstdint>

#include "log/format/report_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const auto report = log::parse_report({reinterpret_cast<const char*>(data), size});
  if (!report) {
    CHECK_INVARIANT(!report.error().rule.empty());
    return 0;
  }
  const std::string text = log::format_report(*report);
  const auto again = log::parse_report(text);
  CHECK_INVARIANT(again && log::format_report(*again) == text);
  return 0;
}
