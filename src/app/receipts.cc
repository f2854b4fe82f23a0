#include "app/receipts.h"

namespace writ::app {

base::Result<std::vector<log::Receipt>> receipts_of(Deployment& deployment, const std::string& ref) {
  return log::receipts_of(deployment.db, *deployment.keys, deployment.files, deployment.log_settings(), ref);
}

base::Result<> export_receipts(Deployment& deployment, const std::string& ref, const base::Path& out) {
  TRY(const auto receipts, receipts_of(deployment, ref));
  for (const log::Receipt& receipt : receipts) {
    const base::Path folder = receipt.folder.empty() ? out : out / receipt.folder;
    const std::pair<const char*, const std::string*> files[] = {{"promise", &receipt.promise},
                                                                {"promise.opening.json", &receipt.promise_opening},
                                                                {"receipt.tlog-proof", &receipt.proof},
                                                                {"receipt.opening.json", &receipt.opening}};
    for (const auto& [name, content] : files) {
      if (!content->empty()) TRY_VOID(deployment.files.write(folder / name, *content));
    }
  }
  return {};
}

}  // namespace writ::app
