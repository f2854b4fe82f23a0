// `writ verify BUNDLE... --log DIR --policy FILE [--old-checkpoint FILE] [--all]`
#include "verify/verify.h"

#include <cstdio>
#include <list>

#include "base/clock.h"
#include "base/files.h"
#include "cli/commands.h"
#include "cli/streaming_host.h"
#include "verify/directory_source.h"

namespace writ::cli {

namespace {
// A trust policy has a few lines; a note at most 1 MiB.
constexpr std::size_t own_file_bytes_max = std::size_t{1} << 21;

int could_not(const std::string& why) {
  std::printf("COULD NOT BE CHECKED\n%s\n", why.c_str());
  return static_cast<int>(verify::Exit::not_checked);
}
}  // namespace

int run_verify(const VerifyArguments& arguments) {
  if (arguments.log.find("://") != std::string::npos) {
    return could_not("--log " + arguments.log +
                     ": this version reads a log from a folder; copy the log first, for example with wget --mirror");
  }
  if (arguments.bundles.empty()) return could_not("no bundle is given");
  const base::DiskFiles files;
  const auto policy = files.read(arguments.policy, own_file_bytes_max);
  if (!policy) return could_not("the policy file could not be read: " + policy.error().message());

  verify::DirectorySource log(arguments.log);
  std::list<verify::DirectorySource> bundles;
  verify::Options options{.log = &log, .policy = *policy, .all = arguments.all, .now = base::SystemClock().now()};
  for (const std::string& folder : arguments.bundles) options.bundles.push_back(&bundles.emplace_back(folder));
  if (arguments.old_checkpoint) {
    const auto old = files.read(*arguments.old_checkpoint, own_file_bytes_max);
    if (!old) return could_not("the older checkpoint could not be read: " + old.error().message());
    options.old_checkpoint = *old;
  }
  const StreamingHost host;
  verify::Verdict verdict;
  {
    base::BarProgress progress("reading the log");
    verdict = verify::verify(host, options, progress);
  }
  std::fputs(verdict.text().c_str(), stdout);
  return static_cast<int>(verdict.exit);
}

}  // namespace writ::cli
