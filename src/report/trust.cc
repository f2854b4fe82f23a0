#include "report/trust.h"

#include "report/components.h"

namespace writ::report {

using namespace page;

Html step_of_time(const SiteData& site) {
  const Locale& t = site.locale();
  if (site.fewest_cosignatures() > 0) return t("trust.time_if_witnesses");
  return site.periods.empty() ? t("trust.time_without") : t("trust.time_none_signed");
}

std::vector<Html> trust_limits(const SiteData& site) {
  const Locale& t = site.locale();
  const std::uint64_t fewest = site.fewest_cosignatures();
  if (fewest > 0) return {t("trust.view_if_witnesses", {{"n", fewest}}), t("trust.time_closer")};
  return {site.periods.empty() ? t("trust.view_no_close") : t("trust.view_none_signed"), t("trust.time_own")};
}

}  // namespace writ::report
