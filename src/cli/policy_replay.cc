// `writ policy replay (--requests FILE | --root DEPLOYMENT) --policy FILE... [--in-force FILE...] --profile FILE...`
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <thread>

#include "base/progress.h"
#include "cli/commands.h"
#include "cli/policy_files.h"
#include "cli/replay_source.h"

namespace writ::cli {

namespace {

/// More threads than this wait for the file.
constexpr unsigned threads_max = 16;

base::Result<> load_policies(const std::vector<std::string>& paths, std::vector<policy::Policy>& policies) {
  for (const std::string& path : paths) {
    TRY(policy::Policy policy, load_policy(path));
    policies.push_back(std::move(policy));
  }
  return {};
}

base::Result<policy::ReplayPlan> load_plan(const PolicyReplayArguments& arguments) {
  policy::ReplayPlan plan{.policies = {}, .in_force = {}, .profiles = {}, .country = arguments.country};
  TRY_VOID(load_policies(arguments.policies, plan.policies));
  TRY_VOID(load_policies(arguments.in_force, plan.in_force));
  for (const std::string& path : arguments.profiles) {
    TRY(policy::Profile profile, load_profile(path));
    plan.profiles.push_back(std::move(profile));
  }
  return plan;
}

/// What a deployment says itself: its policy book is the sequence in force, its profile what it holds.
base::Result<> complete(policy::ReplayPlan& plan, const Opened& opened) {
  if (plan.in_force.empty()) {
    TRY(plan.in_force, opened.deployment->casework->policies());
  }
  if (plan.profiles.empty()) {
    TRY(policy::Profile own, policy::parse_profile(opened.deployment->settings.profile, "profile"));
    plan.profiles.push_back(std::move(own));
  }
  return {};
}

void print_faults(const std::string& path, const policy::ReplayFaults& faults) {
  for (const policy::ReplayFault& fault : faults.first) {
    std::fprintf(stderr, "writ: %s:%llu: %s\n", path.c_str(), static_cast<unsigned long long>(fault.line),
                 fault.error.message().c_str());
  }
  if (faults.count > faults.first.size()) {
    std::fprintf(stderr, "writ: %s: %llu more lines could not be read\n", path.c_str(),
                 static_cast<unsigned long long>(faults.count - faults.first.size()));
  }
}

base::Result<int> replay_and_print(const PolicyReplayArguments& arguments) {
  TRY(policy::ReplayPlan plan, load_plan(arguments));
  std::unique_ptr<Opened> opened;
  if (arguments.root) {
    TRY(opened, open_deployment(*arguments.root));
    TRY_VOID(complete(plan, *opened));
  } else if (!arguments.requests) {
    return base::invalid("requests", "", "--requests FILE or --root DEPLOYMENT is required");
  }
  TRY(policy::Replay replay, policy::Replay::make(std::move(plan)));
  ReplayShown shown{.replay = replay, .refs = {}, .from_store = arguments.root.has_value(), .faults = {}};
  if (opened) {
    TRY(shown.refs, replay_store(*opened, replay));
  } else {
    TRY(shown.faults, replay_file(*arguments.requests, replay));
  }
  arguments.json ? print_replay_json(shown) : print_replay_table(shown);
  if (shown.faults.count == 0) return 0;
  print_faults(*arguments.requests, shown.faults);
  return 1;
}

}  // namespace

base::Result<policy::ReplayFaults> replay_file(const std::string& path, policy::Replay& replay) {
  std::error_code error;
  const std::uint64_t total = std::filesystem::file_size(path, error);  // of a pipe: not known
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  if (!file) return base::fail(base::Errc::not_found, "requests", path, std::strerror(errno));
  base::BarProgress progress("replaying");
  policy::ReplaySource source;
  source.read = [&](char* bytes, std::size_t size) -> base::Result<std::size_t> {
    const std::size_t read = std::fread(bytes, 1, size, file.get());
    if (read == 0 && std::ferror(file.get()) != 0)
      return base::fail(base::Errc::unavailable, "requests", path, "could not be read to its end");
    return read;
  };
  source.step = [&](std::uint64_t bytes) { progress.step(bytes, error ? 0 : total); };
  TRY(policy::ReplayFaults faults,
      policy::replay_lines(source, replay, std::clamp(std::thread::hardware_concurrency(), 1U, threads_max)));
  return faults;
}

int run_policy_replay(const PolicyReplayArguments& arguments) {
  const auto code = replay_and_print(arguments);
  if (code) return *code;
  std::fprintf(stderr, "writ: %s\n", code.error().message().c_str());
  return 2;
}

}  // namespace writ::cli
