#include "app/execute.h"

#include "app/gather.h"

namespace writ::app {

base::Result<Execution> execute(Deployment& deployment, const std::string& actor, const std::string& ref) {
  TRY(const Gathered gathered, gather(deployment, actor, ref));
  if (!gathered.found_anything) {
    TRY_VOID(report_nothing_held(deployment, actor, ref));
    return Execution{};
  }
  TRY(const SealedPackage sealed, seal_gathered(deployment, actor, ref));
  TRY(const std::uint64_t accounts, hand_over(deployment, actor, ref));
  return Execution{.delivered = true, .package_name = sealed.name, .accounts = accounts};
}

}  // namespace writ::app
