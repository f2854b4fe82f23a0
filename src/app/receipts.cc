#include "app/receipts.h"

#include "disclosure/zip.h"

namespace writ::app {

namespace {

/// In English, as the cover letter is: whoever unpacks this may not be who sent the request.
std::string read_me(const Deployment& deployment, const std::string& ref) {
  return "Receipts of request " + ref + " to " + deployment.settings.provider_name +
         "\n\n"
         "The files promise, receipt.tlog-proof and the two openings of this folder are the request's; the folders\n"
         "below it are those of each later step. A promise is there at once, a receipt after the next midnight UTC: "
         "if\n"
         "one is missing, load this archive again tomorrow from the page of the request.\n\n"
         "Treat the openings like the case file: they tell what the public log keeps closed.\n\n"
         "Check them once, with policy.txt of " +
         deployment.settings.site_url +
         " and without our help:\n\n"
         "  writ receipt check " +
         ref +
         " --policy policy.txt --sent request.json --requester-address YOUR_ADDRESS\n\n"
         "If we ever leave this request out of our report, these files prove it to anyone.\n";
}

}  // namespace

base::Result<std::vector<log::Receipt>> receipts_of(Deployment& deployment, const std::string& ref) {
  return log::receipts_of(deployment.db, *deployment.keys, deployment.files, deployment.log_settings(), ref);
}

std::vector<disclosure::File> files_of(const log::Receipt& receipt) {
  std::vector<disclosure::File> files = {{"promise", receipt.promise},
                                         {"promise.opening.json", receipt.promise_opening},
                                         {"receipt.tlog-proof", receipt.proof},
                                         {"receipt.opening.json", receipt.opening}};
  std::erase_if(files, [](const disclosure::File& file) { return file.content.empty(); });
  return files;
}

base::Result<std::vector<disclosure::File>> receipt_files(Deployment& deployment, const std::string& ref) {
  TRY(const auto receipts, receipts_of(deployment, ref));
  std::vector<disclosure::File> all;
  for (const log::Receipt& receipt : receipts) {
    for (disclosure::File& file : files_of(receipt)) {
      if (!receipt.folder.empty()) file.name = receipt.folder + "/" + file.name;
      all.push_back(std::move(file));
    }
  }
  return all;
}

base::Result<std::string> receipts_zip(Deployment& deployment, const std::string& ref) {
  TRY(auto files, receipt_files(deployment, ref));
  files.insert(files.begin(), {"README.txt", read_me(deployment, ref)});
  for (disclosure::File& file : files) file.name = ref + "/" + file.name;
  return disclosure::zip_of(files, deployment.clock.now());
}

base::Result<> export_receipts(Deployment& deployment, const std::string& ref, const base::Path& out) {
  TRY(const auto files, receipt_files(deployment, ref));
  for (const disclosure::File& file : files) TRY_VOID(deployment.files.write(out / file.name, file.content));
  return {};
}

}  // namespace writ::app
