// rooms: log/format base
// A proof that is accepted is printed as itself.
#include <cstdint>

#include "log/format/proof.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto proof = log::parse_proof(text);
  if (proof) CHECK_INVARIANT(log::format_proof(*proof) == text);
  return 0;
}
