// rooms: log/format base
// The first byte is the width, the rest an entry bundle: one that is accepted whole is written as itself.
#include <cstdint>

#include "log/format/tiles.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  if (size == 0) return 0;
  const unsigned width = data[0] + 1U;
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const auto entries = log::parse_bundle(text, width);
  if (!entries) return 0;
  CHECK_INVARIANT(entries->size() == width);
  std::string again;
  for (const std::string_view entry : *entries) log::append_to_bundle(again, entry);
  CHECK_INVARIANT(text.starts_with(again));
  return 0;
}
