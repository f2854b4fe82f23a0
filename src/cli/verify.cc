// `writ verify BUNDLE... --log DIR|URL --policy FILE [--old-checkpoint FILE] [--all]`
#include "verify/verify.h"

#include <cstdio>
#include <memory>

#include "base/clock.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/http_source.h"
#include "crypto/native_host.h"
#include "verify/directory_source.h"

namespace writ::cli {

namespace {
// A trust policy has a few lines; a note at most 1 MiB.
constexpr std::size_t own_file_bytes_max = std::size_t{1} << 21;

int could_not(const std::string& why) {
  std::printf("COULD NOT BE CHECKED\n%s\n", why.c_str());
  return static_cast<int>(verify::Exit::not_checked);
}

/// A folder, or an address of one on a web server.
base::Result<std::unique_ptr<verify::Source>> source_of(HttpClient& client, const std::string& place) {
  if (place.find("://") == std::string::npos) return std::make_unique<verify::DirectorySource>(place);
  if (!is_web_address(place)) return base::invalid("address", place, "is neither a folder nor http:// nor https://");
  if (place.find_first_of("?#") != std::string::npos)
    return base::invalid("address", place, "must be the address of a folder, without ? and #");
  return std::make_unique<HttpSource>(client, place);
}
}  // namespace

int run_verify(const VerifyArguments& arguments) {
  if (arguments.bundles.empty()) return could_not("no bundle is given");
  const base::DiskFiles files;
  const auto policy = files.read(arguments.policy, own_file_bytes_max);
  if (!policy) return could_not("the policy file could not be read: " + policy.error().message());

  HttpClient client;
  const auto log = source_of(client, arguments.log);
  if (!log) return could_not("--log " + log.error().message());
  std::vector<std::unique_ptr<verify::Source>> bundles;
  verify::Options options{.log = log->get(), .policy = *policy, .all = arguments.all, .now = base::SystemClock().now()};
  for (const std::string& place : arguments.bundles) {
    auto bundle = source_of(client, place);
    if (!bundle) return could_not("bundle " + bundle.error().message());
    options.bundles.push_back(bundles.emplace_back(std::move(*bundle)).get());
  }
  if (arguments.old_checkpoint) {
    const auto old = files.read(*arguments.old_checkpoint, own_file_bytes_max);
    if (!old) return could_not("the older checkpoint could not be read: " + old.error().message());
    options.old_checkpoint = *old;
  }
  const crypto::NativeHost host;
  verify::Verdict verdict;
  {
    base::BarProgress progress("reading the log");
    verdict = verify::verify(host, options, progress);
  }
  std::fputs((arguments.json ? verdict.json() + "\n" : verdict.text()).c_str(), stdout);
  return static_cast<int>(verdict.exit);
}

}  // namespace writ::cli
