#include "log/settings.h"

#include "log/format/checkpoint.h"
#include "log/format/note.h"

namespace writ::log {

base::Result<> check_settings(const Services& services, const LogSettings& settings) {
  if (!is_key_name(settings.origin)) {
    return base::invalid("origin", settings.origin,
                         "is a key name: not empty, without space, plus and control characters");
  }
  if (services.random.predictable() && !is_test_origin(settings.origin)) {
    return base::invalid("origin", settings.origin,
                         "a predictable random source is only for an origin that ends in /test");
  }
  return {};
}

}  // namespace writ::log
