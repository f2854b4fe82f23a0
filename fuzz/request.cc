// rooms: intake
// A request that is accepted is read back from its canonical JSON as itself; nothing crashes; errors say why.
#include <cstdint>

#include "intake/intake.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  static const base::Time received_at = *base::parse_time("2024-03-01T12:00:00Z");
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto request = intake::parse_request(text, received_at);
  if (request) {
    const auto again = intake::parse_request(intake::to_json(*request), received_at);
    CHECK_INVARIANT(again && *again == *request);
  } else {
    CHECK_INVARIANT(!request.error().rule.empty());
  }
  const auto batch = intake::parse_requests(text, received_at);
  if (!batch) CHECK_INVARIANT(!batch.error().empty());
  return 0;
}
