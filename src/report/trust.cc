#include "report/trust.h"

#include "page/number.h"
#include "report/components.h"

namespace writ::report {

using namespace page;

Html step_of_time(const SiteData& site) {
  if (site.fewest_cosignatures() == 0)
    return Html("The time of the close: only witnesses could prove it. ") +
           (site.periods.empty() ? "Without any of them" : "None has signed a close here, so") + " the verdict says " +
           code("time of close not proven") + ".";
  return Html("The time of the close, if the witnesses that your ") + code("policy.txt") +
         " asks for have signed it: then it was not before the end of the period, and not long after. Else the verdict "
         "says " +
         code("time of close not proven") + ".";
}

std::vector<Html> trust_limits(const SiteData& site) {
  const std::uint64_t fewest = site.fewest_cosignatures();
  if (fewest == 0) {
    const Html none = site.periods.empty()
                          ? Html("No close has been signed by a witness yet: ")
                          : Html("No witness has signed the closes published here (") + code("witnesses 0") + "): ";
    return {Html("That everybody sees the same log. ") + none +
                "the provider could show another log to others, each of them whole and well signed. The verdict says " +
                code("split view possible") + ".",
            Html("When a period was closed, and when an entry was made. Without witnesses all times are the provider's "
                 "own: ") +
                code("time of close not proven") + "."};
  }
  return {Html("That everybody sees the same log, unless you trust the witnesses. ") +
              (fewest == 1 ? Html("At least one signature") : Html("At least " + number(fewest) + " signatures")) +
              " of others than the provider stand under each close here; " + code("policy.txt") +
              " says whom the provider names. Where that leaves room, the verdict says " + code("split view possible") +
              ".",
          Html("When a period was closed, closer than the times that the witnesses signed.")};
}

}  // namespace writ::report
