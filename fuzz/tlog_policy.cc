// rooms: log/format crypto legal base
// Any policy is usable or refused with a rule; a usable one answers whether a split view is possible.
#include <cstdint>

#include "crypto/native_host.h"
#include "log/format/policy.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace writ;
  const auto policy = log::parse_policy(crypto::NativeHost(), {reinterpret_cast<const char*>(data), size});
  if (!policy) {
    CHECK_INVARIANT(!policy.error().rule.empty());
    return 0;
  }
  CHECK_INVARIANT(!policy->logs.empty());
  static_cast<void>(policy->split_view_possible());
  return 0;
}
