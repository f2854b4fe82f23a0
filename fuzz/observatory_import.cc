// rooms: observatory store legal base
// Whatever the file: nothing crashes, every refused row has a reason, and what was accepted goes out as our own table
// and comes back unchanged.
#include <cstdint>
#include <string>

#include "observatory/export.h"
#include "observatory/import.h"

namespace {
constexpr const char* names[] = {"PRPL_2018_H1.csv", "google-usnationalsecurity-nsl-requests.csv", "x.json"};
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  observatory::TextSource bytes(text);
  const auto import = observatory::import_bytes(bytes, names[data[0] % std::size(names)]);
  CHECK_INVARIANT(import);  // only a source that cannot be read is an error
  std::uint64_t refused = 0;
  for (const observatory::Finding& finding : import->findings) {
    CHECK_INVARIANT(!finding.rule.empty() && !finding.message().empty());
    refused += finding.severity == observatory::Severity::refused;
  }
  CHECK_INVARIANT(import->rows_refused <= refused && import->rows_refused <= import->rows_read);
  CHECK_INVARIANT(!import->refused || refused > 0);
  const std::string csv = observatory::observations_csv(import->observations);
  observatory::TextSource again_bytes(csv);
  const auto again = observatory::import_bytes(again_bytes, "tidy.csv");
  CHECK_INVARIANT(again && again->rows_refused == 0 && observatory::observations_csv(again->observations) == csv);
  return 0;
}
