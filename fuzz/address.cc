// rooms: provider
// An address as a stranger's header put it into the database: whatever is read must read back as itself.
#include "provider/address.h"

#include <cstdlib>

#include "provider/phone.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view stored(reinterpret_cast<const char*>(data), size);
  if (const auto address = writ::provider::parse_stored_address(stored)) {
    const auto again = writ::provider::parse_stored_address(address->canonical);
    if (!again || again->canonical != address->canonical || again->kind != address->kind || again->port) std::abort();
  }
  if (const auto phone = writ::provider::e164_of_stored(stored)) {
    if (writ::provider::e164_of_stored(*phone) != phone) std::abort();
  }
  return 0;
}
