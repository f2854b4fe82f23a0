// `writ demo build` and `writ demo stream`: the synthetic headline case, and the check that ./run --check ends with.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "cli/counted.h"
#include "cli/opened.h"
#include "demo/build.h"

namespace writ::cli {

namespace {

base::Result<std::string> shipped(const std::string& file) {
  const base::DiskFiles files;
  auto text = static_cast<const base::Files&>(files).read(WRIT_SHARE_DIR "/" + file);
  return text;
}

base::Result<demo::BuildOptions> options_of(const DemoBuildArguments& arguments) {
  demo::BuildOptions options{.root = arguments.root};
  for (const char* name : {"policies/telegram-2018.toml", "policies/telegram-2024-09.toml"}) {
    TRY(std::string text, shipped(name));
    options.policies.push_back(std::move(text));
  }
  TRY(options.profile, shipped("profiles/telegram.toml"));
  options.share = WRIT_SHARE_DIR;
  if (arguments.stream) {
    const base::DiskFiles files;
    TRY(options.stream, static_cast<const base::Files&>(files).read(*arguments.stream));
  }
  return options;
}

}  // namespace

int run_demo_build(const DemoBuildArguments& arguments) {
  const auto options = options_of(arguments);
  if (!options) return report_error(options.error());
  if (auto built = demo::build_demo(*options); !built) return report_error(built.error());
  if (!arguments.check) return 0;

  const base::Path root(arguments.root);
  const int verified = run_verify({.bundles = bundle_folders(root / "bundles"),
                                   .log = (root / "log").string(),
                                   .policy = (root / "policy.txt").string(),
                                   .all = true});
  if (verified != 0) return verified;
  const auto table = counted_table(root / "bundles");
  if (!table) return report_error(table.error());
  std::fputs(table->c_str(), stdout);
  return 0;
}

int run_demo_stream(const DemoStreamArguments& arguments) {
  const auto lines = demo::headline_stream(arguments.seed);
  if (!lines) return report_error(lines.error());
  std::fputs(lines->c_str(), stdout);
  return 0;
}

}  // namespace writ::cli
