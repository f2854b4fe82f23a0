#include "notice/zone.h"

#include <unicode/strenum.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <memory>

namespace writ::notice {

std::vector<std::string> zones_of(std::string_view country) {
  std::vector<std::string> names;
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::StringEnumeration> zones(icu::TimeZone::createTimeZoneIDEnumeration(
      UCAL_ZONE_TYPE_CANONICAL_LOCATION, std::string(country).c_str(), nullptr, status));
  if (U_FAILURE(status) || !zones) return names;
  while (const char* name = zones->next(nullptr, status)) names.emplace_back(name);
  std::ranges::sort(names);
  return names;
}

base::Result<base::Time> day_ends_at(base::Day day, const std::string& zone) {
  const std::unique_ptr<icu::TimeZone> found(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone)));
  if (!found || *found == icu::TimeZone::getUnknown()) return base::invalid("zone", zone, "is the name of a time zone");
  const base::Time local(day + std::chrono::days(1));
  std::int32_t offset_ms = 0;
  std::int32_t summer_ms = 0;
  UErrorCode status = U_ZERO_ERROR;
  found->getOffset(static_cast<UDate>(base::unix_seconds(local)) * 1000, true, offset_ms, summer_ms, status);
  if (U_FAILURE(status)) return base::invalid("zone", zone, "has no offset on that day");
  return local - std::chrono::seconds((offset_ms + summer_ms) / 1000);
}

base::Time day_ends_in(base::Day day, std::string_view country) {
  base::Time last(day + std::chrono::days(1));
  bool first = true;
  for (const std::string& zone : zones_of(country)) {
    const auto end = day_ends_at(day, zone);
    if (!end) continue;
    last = first ? *end : std::max(last, *end);
    first = false;
  }
  return last;
}

}  // namespace writ::notice
