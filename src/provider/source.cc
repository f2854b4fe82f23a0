#include "provider/source.h"

namespace writ::provider {

std::vector<Finding> Source::examine(base::Time now) {
  const auto reading = open(now);
  if (reading) return {};
  return {{.wrong = true,
           .source = facts().name,
           .subject = "connection",
           .said = "could not be read: " + reading.error().message(),
           .change = {}}};
}

}  // namespace writ::provider
